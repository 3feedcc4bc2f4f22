-- Takes a bulk job that waits.
-- KEYS: job, open jobs
-- ARGV: id, runner, lease in ms
-- Returns 1 when it was taken.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local until_ = redis.call('ZSCORE', KEYS[2], ARGV[1])
if not until_ or tonumber(until_) > now then
  return 0
end
if redis.call('EXISTS', KEYS[1]) == 0 then
  redis.call('ZREM', KEYS[2], ARGV[1])
  return 0
end
redis.call('ZADD', KEYS[2], now + ARGV[3], ARGV[1])
redis.call('HSET', KEYS[1], 'status', 'RUNNING', 'runner', ARGV[2], 'updated', now)
return 1
