-- Takes or renews a server's lease, and tells whose has lapsed.
-- KEYS: leases, active of the server, cancellations
-- ARGV: server, lease in ms, 'join' or 'renew'
-- Returns held (1 or 0), servers with a lapsed lease, number of active ids, its own ids to cancel (told once).
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local expiry = tonumber(redis.call('ZSCORE', KEYS[1], ARGV[1]) or 0)
if ARGV[3] == 'renew' and expiry == 0 then
  return {0, {}, 0, {}}
end
-- Removed first because a full Redis lets a script go on that began with freeing memory.
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
local lapsed = {}
-- A server that was late itself has probably missed Redis together with the others; they get a chance to renew first.
if expiry > now then
  lapsed = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, 10)
end
local cancelled = redis.call('SINTER', KEYS[3], KEYS[2])
if #cancelled > 0 then
  redis.call('SREM', KEYS[3], unpack(cancelled))
end
return {1, lapsed, redis.call('SCARD', KEYS[2]), cancelled}
