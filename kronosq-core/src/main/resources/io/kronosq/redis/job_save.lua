-- Stores how far a bulk job has come. What its runner did before it heard that it was stopped counts.
-- KEYS: job, open jobs
-- ARGV: id, runner, scanned, matched, changed, refused, next status, lease in ms, error, ms to keep it after its end
-- Returns 1 when the job goes on as asked for; 0 when it is another one's, or was stopped.
if redis.call('HGET', KEYS[1], 'runner') ~= ARGV[2] then
  return 0
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HSET', KEYS[1], 'scanned', ARGV[3], 'matched', ARGV[4], 'changed', ARGV[5], 'refused', ARGV[6], 'updated', now)
if redis.call('HGET', KEYS[1], 'status') ~= 'RUNNING' then
  return 0
end
local status = ARGV[7]
if status == 'RUNNING' then
  redis.call('ZADD', KEYS[2], now + ARGV[8], ARGV[1])
  return 1
end
redis.call('HSET', KEYS[1], 'status', status)
if status == 'QUEUED' then
  redis.call('HDEL', KEYS[1], 'runner')
  redis.call('ZADD', KEYS[2], 0, ARGV[1])
  return 1
end
redis.call('HSET', KEYS[1], 'ended', now, 'error', ARGV[9])
redis.call('ZREM', KEYS[2], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[10])
return 1
