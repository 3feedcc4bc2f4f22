-- New tasks with chosen ids or unique locks become pending or scheduled, each unless its id or lock is taken.
-- KEYS: tasks, pending, scheduled, wake, lock, …, held, closed
-- ARGV: id, envelope, due, index of its lock among the locks or 0, ttl in ms, …, longest ttl of locks that may outlive their task
--   (due: '' now, '+ms', or 'ms')
-- Returns for each task '' or the id of the task in its way; nothing at all when the partition is closed to such tasks.
if redis.call('EXISTS', KEYS[#KEYS]) == 1 then
  return {}
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local outcome, wakes = {}, false
for i = 1, #ARGV - 1, 5 do
  local id, due, lock = ARGV[i], ARGV[i + 2], tonumber(ARGV[i + 3])
  local other = ''
  if redis.call('HEXISTS', KEYS[1], id) == 1 then
    other = id
  elseif lock > 0 and not redis.call('SET', KEYS[4 + lock], id, 'PX', ARGV[i + 4], 'NX') then
    other = redis.call('GET', KEYS[4 + lock])
  end
  if other == '' then
    redis.call('HSET', KEYS[1], id, ARGV[i + 1])
    if due == '' then
      if redis.call('RPUSH', KEYS[2], id) == 1 then
        wakes = true
      end
    else
      local at = tonumber(due)
      if string.byte(due) == 43 then
        at = now + at
      end
      redis.call('ZADD', KEYS[3], at, id)
      if redis.call('ZRANGE', KEYS[3], 0, 0)[1] == id then
        wakes = true
      end
    end
  end
  outcome[#outcome + 1] = other
end
if wakes and redis.call('EXISTS', KEYS[4]) == 0 then
  redis.call('RPUSH', KEYS[4], '1')
end
local held, longest = KEYS[#KEYS - 1], tonumber(ARGV[#ARGV])
if longest > 0 and redis.call('PTTL', held) < longest then
  redis.call('SET', held, '1', 'PX', longest)
end
return outcome
