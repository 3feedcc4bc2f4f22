-- New tasks with generated ids become scheduled.
-- KEYS: tasks, scheduled, wake
-- ARGV: id, envelope, due, …   (due: '+ms' from now, or 'ms' since the epoch)
-- Returns nothing of interest.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local head = redis.call('ZRANGE', KEYS[2], 0, 0, 'WITHSCORES')[2]
local earliest = head and tonumber(head)
local bodies, scores, wakes = {}, {}, false
for i = 1, #ARGV, 3 do
  local due = tonumber(ARGV[i + 2])
  if string.byte(ARGV[i + 2]) == 43 then
    due = now + due
  end
  bodies[#bodies + 1] = ARGV[i]
  bodies[#bodies + 1] = ARGV[i + 1]
  scores[#scores + 1] = due
  scores[#scores + 1] = ARGV[i]
  if not earliest or due < earliest then
    earliest = due
    wakes = true
  end
end
redis.call('HSET', KEYS[1], unpack(bodies))
redis.call('ZADD', KEYS[2], unpack(scores))
if wakes and redis.call('EXISTS', KEYS[3]) == 0 then
  redis.call('RPUSH', KEYS[3], '1')
end
return 0
