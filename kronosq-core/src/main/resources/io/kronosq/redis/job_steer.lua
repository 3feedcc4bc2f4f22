-- Stops a bulk job, has it go on, or forgets it.
-- KEYS: job, open jobs, all jobs
-- ARGV: id, 'cancel', 'resume' or 'remove', ms to keep it after its end
-- Returns 1 when that was done.
local status = redis.call('HGET', KEYS[1], 'status')
if not status then
  redis.call('ZREM', KEYS[2], ARGV[1])
  redis.call('ZREM', KEYS[3], ARGV[1])
  return 0
end
local open = status == 'QUEUED' or status == 'RUNNING'
if ARGV[2] == 'cancel' and open then
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  redis.call('HSET', KEYS[1], 'status', 'CANCELLED', 'updated', now, 'ended', now)
  redis.call('ZREM', KEYS[2], ARGV[1])
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
  return 1
elseif ARGV[2] == 'resume' and (status == 'CANCELLED' or status == 'FAILED') then
  redis.call('HSET', KEYS[1], 'status', 'QUEUED')
  redis.call('HDEL', KEYS[1], 'ended', 'error', 'runner')
  redis.call('PERSIST', KEYS[1])
  redis.call('ZADD', KEYS[2], 0, ARGV[1])
  return 1
elseif ARGV[2] == 'remove' and not open then
  redis.call('DEL', KEYS[1])
  redis.call('ZREM', KEYS[3], ARGV[1])
  return 1
end
return 0
