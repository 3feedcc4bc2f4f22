-- New tasks with chosen ids or unique locks become pending or scheduled, each unless its id or lock is taken.
-- KEYS: tasks, pending, scheduled, wake, stale, lock, …, held, closed
-- ARGV: id, envelope, due, index of its lock among the locks or 0, ttl in ms, …, longest ttl of locks that may outlive their task
--   (due: '' now, '+ms', or 'ms')
-- Returns for each task '' or the id of the task in its way; nothing at all when the partition is closed to such tasks.
if redis.call('EXISTS', KEYS[#KEYS]) == 1 then
  return {}
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local outcome, wakes, anyStale = {}, false, redis.call('EXISTS', KEYS[5]) == 1
for i = 1, #ARGV - 1, 5 do
  local id, due, lock = ARGV[i], ARGV[i + 2], tonumber(ARGV[i + 3])
  local other, stale, aside = '', 0, ''
  local entry = anyStale and redis.call('HGET', KEYS[5], id)
  if entry then
    stale, aside = string.match(entry, '^(%d+):(.*)$')
    stale = tonumber(stale)
  end
  if aside ~= '' or redis.call('HEXISTS', KEYS[1], id) == 1 then
    other = id
  elseif lock > 0 and not redis.call('SET', KEYS[5 + lock], id, 'PX', ARGV[i + 4], 'NX') then
    other = redis.call('GET', KEYS[5 + lock])
  end
  if other == '' then
    -- A task that was deleted while pending left an entry behind, which now serves again, or keeps the envelope apart.
    if due == '' and stale > 0 then
      stale = stale - 1
      if redis.call('HINCRBY', KEYS[5], '', -1) == 0 then
        redis.call('DEL', KEYS[5])
      end
      wakes = true
    elseif due == '' then
      wakes = redis.call('RPUSH', KEYS[2], id) == 1 or wakes
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
    if stale > 0 then
      redis.call('HSET', KEYS[5], id, stale .. ':' .. ARGV[i + 1])
    else
      if entry then
        redis.call('HDEL', KEYS[5], id)
      end
      redis.call('HSET', KEYS[1], id, ARGV[i + 1])
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
