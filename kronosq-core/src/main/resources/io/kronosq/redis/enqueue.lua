-- New tasks with generated ids become pending.
-- KEYS: tasks, pending, wake
-- ARGV: id, envelope, id, envelope, …
-- Returns the number of pending tasks.
local ids = {}
for i = 1, #ARGV, 2 do
  ids[#ids + 1] = ARGV[i]
end
redis.call('HSET', KEYS[1], unpack(ARGV))
local pending = redis.call('RPUSH', KEYS[2], unpack(ids))
if pending == #ids and redis.call('EXISTS', KEYS[3]) == 0 then
  redis.call('RPUSH', KEYS[3], '1')
end
return pending
