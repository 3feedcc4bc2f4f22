-- Adds to the counts of a queue, in all and of a minute.
-- KEYS: totals, counts of the hour
-- ARGV: minute of the hour, how long the hour is kept, ms, succeeded, failed, retried, archived, time of running, µs
-- Returns nothing of interest.
for i, name in ipairs({'s', 'f', 'r', 'a', 't'}) do
  local number = ARGV[2 + i]
  if number ~= '0' then
    redis.call('HINCRBY', KEYS[1], name, number)
    redis.call('HINCRBY', KEYS[2], name .. ARGV[1], number)
  end
end
redis.call('PEXPIRE', KEYS[2], ARGV[2])
return 0
