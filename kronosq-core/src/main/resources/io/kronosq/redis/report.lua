-- Puts a server's report in the place of its last one; reports that nobody renewed go, a bounded number at a time.
-- KEYS: servers with the time of their report, reports, what operators want, samples of the server's concurrency
-- ARGV: server, report, how long a report is kept, ms, sample; empty for none, most samples, how long they are kept, ms
-- Returns what operators want of the server: quiet, stop, concurrency; an empty text for what they do not.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local old = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[3], 'LIMIT', 0, 100)
if #old > 0 then
  redis.call('ZREM', KEYS[1], unpack(old))
  redis.call('HDEL', KEYS[2], unpack(old))
  for _, server in ipairs(old) do
    redis.call('HDEL', KEYS[3], 'quiet:' .. server, 'stop:' .. server, 'concurrency:' .. server)
  end
end
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
if ARGV[4] ~= '' then
  redis.call('LPUSH', KEYS[4], string.format('%.0f', now) .. ' ' .. ARGV[4])
  redis.call('LTRIM', KEYS[4], 0, ARGV[5] - 1)
  redis.call('PEXPIRE', KEYS[4], ARGV[6])
end
local wanted = redis.call('HMGET', KEYS[3], 'quiet:' .. ARGV[1], 'stop:' .. ARGV[1], 'concurrency:' .. ARGV[1])
return { wanted[1] or '', wanted[2] or '', wanted[3] or '' }
