-- Makes a number of partitions that was forgotten a former one of the queue again.
-- KEYS: layouts of queues
-- ARGV: queue, former number
-- Returns whether it was missing.
local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
local stored = redis.call('HGET', KEYS[1], ARGV[1]) or '1'
if string.match(stored, '^(%d+)') == ARGV[2] or string.find(stored, ',' .. ARGV[2] .. '@', 1, true) then
  return 0
end
redis.call('HSET', KEYS[1], ARGV[1], stored .. ',' .. ARGV[2] .. '@' .. now)
return 1
