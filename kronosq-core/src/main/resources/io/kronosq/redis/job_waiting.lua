-- Bulk jobs that wait for a runner, or whose runner did not renew its lease.
-- KEYS: open jobs
-- Returns some ids.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, 10)
