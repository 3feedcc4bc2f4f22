-- Adds to the counts of a queue: in all, of a minute, and of an hour.
-- KEYS: totals, counts of the hour by minute, counts of the day by hour
-- ARGV: minute of the hour, how long the hour is kept, ms, hour of the day, how long the day is kept, ms,
--   succeeded, failed, retried, archived, time of running, µs, tasks that waited, time of waiting, ms, longest time of waiting, ms
-- Returns nothing of interest.
for i, name in ipairs({'s', 'f', 'r', 'a', 't', 'n', 'w'}) do
  local number = ARGV[4 + i]
  if number ~= '0' then
    redis.call('HINCRBY', KEYS[1], name, number)
    redis.call('HINCRBY', KEYS[2], name .. ARGV[1], number)
    redis.call('HINCRBY', KEYS[3], name .. ARGV[3], number)
  end
end
for key, field in pairs({'l', 'l' .. ARGV[1], 'l' .. ARGV[3]}) do
  if tonumber(ARGV[12]) > tonumber(redis.call('HGET', KEYS[key], field) or 0) then
    redis.call('HSET', KEYS[key], field, ARGV[12])
  end
end
redis.call('PEXPIRE', KEYS[2], ARGV[2])
redis.call('PEXPIRE', KEYS[3], ARGV[4])
return 0
