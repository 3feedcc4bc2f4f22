-- Notes how many tasks of a queue are pending.
-- KEYS: counts of the hour by minute, counts of the day by hour
-- ARGV: minute of the hour, how long the hour is kept, ms, hour of the day, how long the day is kept, ms, tasks
-- Returns nothing of interest.
redis.call('HSET', KEYS[1], 'b' .. ARGV[1], ARGV[5])
redis.call('HSET', KEYS[2], 'b' .. ARGV[3], ARGV[5])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('PEXPIRE', KEYS[2], ARGV[4])
return 0
