-- Keeps a new bulk job.
-- KEYS: job, open jobs, all jobs
-- ARGV: id, plan, status, scanned, matched, changed, refused, ms to keep it after its end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HSET', KEYS[1], 'plan', ARGV[2], 'status', ARGV[3], 'scanned', ARGV[4], 'matched', ARGV[5], 'changed', ARGV[6],
  'refused', ARGV[7], 'started', now, 'updated', now)
if ARGV[3] == 'QUEUED' then
  redis.call('ZADD', KEYS[2], 0, ARGV[1])
else
  redis.call('HSET', KEYS[1], 'ended', now)
  redis.call('PEXPIRE', KEYS[1], ARGV[8])
end
redis.call('ZADD', KEYS[3], now, ARGV[1])
return 1
