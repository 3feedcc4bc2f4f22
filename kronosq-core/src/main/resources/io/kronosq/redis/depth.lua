-- How many tasks a queue has in each state, all at one moment: a task that moves is counted once.
-- KEYS: pending, stale, waiting of lanes, scheduled, retry, archived, completed, members of groups, leases, meta, a key that never exists
-- ARGV: what the keys of active sets begin with
-- Returns pending, active, scheduled, retry, archived, completed, aggregating, whether paused (1 or 0).
local active = 0
for _, server in ipairs(redis.call('ZRANGE', KEYS[9], 0, -1)) do
  active = active + redis.call('SCARD', ARGV[1] .. server)
end
local stale = tonumber(redis.call('HGET', KEYS[2], '') or 0)
local pending = math.max(0, redis.call('LLEN', KEYS[1]) - stale) + redis.call('ZCARD', KEYS[3])
return {
  pending, active, redis.call('ZCARD', KEYS[4]), redis.call('ZCARD', KEYS[5]), redis.call('ZCARD', KEYS[6]),
  redis.call('ZCARD', KEYS[7]), redis.call('HLEN', KEYS[8]), redis.call('HEXISTS', KEYS[10], 'paused'),
}
