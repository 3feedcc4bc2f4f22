-- A group becomes a pending batch before it is due.
-- KEYS: tasks, pending, wake, members, order, due and settings of groups
-- ARGV: group
-- Returns how many tasks it had.
local time = redis.call('TIME')
local moved, pending = groupsAt(4, time[1] * 1000 + math.floor(time[2] / 1000)).flush(ARGV[1], KEYS[1], KEYS[2])
if pending == 1 and redis.call('EXISTS', KEYS[3]) == 0 then
  redis.call('RPUSH', KEYS[3], '1')
end
return moved
