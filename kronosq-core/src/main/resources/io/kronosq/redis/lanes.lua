-- Lanes of tasks with a limit key; stands before the scripts that need it.
-- A keyed task has its key in the index ('seq:key') until it is completed or gone. While it is pending it stands in the lane of its
-- key ('key\0seq\0id' among the waiting), unless stale entries keep it in the pending list; while it is active, among the busy
-- ('key\0id'). A lane that is not empty has a turn: when it had its last one, or may have its next one, µs; inf while it is at its cap.
-- The field '' of the index counts seq. Nobody pays for lanes but queues that have keyed tasks: lanesAt answers nil for others.
-- KEYS from `first` on: index, waiting, turns, busy
local function lanesAt(first, micros, creating)
  local index, waiting, turns, busy = KEYS[first], KEYS[first + 1], KEYS[first + 2], KEYS[first + 3]
  if not creating and redis.call('EXISTS', index) == 0 then
    return nil
  end
  local lanes = {}

  local function split(entry)
    return string.match(entry, '^(%d*):(.*)$')
  end

  -- The entries of ids: false for those without a key.
  function lanes.entries(ids)
    return redis.call('HMGET', index, unpack(ids))
  end

  -- Notes the key of a task that is not pending.
  function lanes.note(id, key)
    redis.call('HSET', index, id, ':' .. key)
  end

  -- Puts a task into the lane of its key, behind all others or where it was before; tells whether the lane was empty.
  function lanes.enter(id, entry, behind)
    local seq, key = split(entry)
    if behind or seq == '' then
      seq = string.format('%012.0f', redis.call('HINCRBY', index, '', 1))
      redis.call('HSET', index, id, seq .. ':' .. key)
    end
    redis.call('ZADD', waiting, 0, key .. '\0' .. seq .. '\0' .. id)
    return redis.call('ZADD', turns, 'NX', micros, key) == 1
  end

  -- Takes a task out of its lane; tells whether it was there.
  function lanes.leave(id, entry)
    local seq, key = split(entry)
    if redis.call('ZREM', waiting, key .. '\0' .. seq .. '\0' .. id) == 0 then
      return false
    end
    if redis.call('ZLEXCOUNT', waiting, '[' .. key .. '\0', '(' .. key .. '\1') == 0 then
      redis.call('ZREM', turns, key)
    end
    return true
  end

  -- Gives a task that waits another key, or none (''); tells whether it is pending where nothing was.
  function lanes.rekey(id, key, list)
    local entry = redis.call('HGET', index, id)
    if (entry and select(2, split(entry)) or '') == key then
      return false
    end
    local wasInLane = entry and lanes.leave(id, entry)
    if key == '' then
      lanes.forget({id})
      return wasInLane and redis.call('RPUSH', list, id) == 1
    end
    lanes.note(id, key)
    return wasInLane and lanes.enter(id, ':' .. key, true)
  end

  -- Makes tasks pending behind all others; the keyed ones in their lanes, but for those that have stale entries in the list.
  function lanes.pend(ids, list, stale)
    local others, anyStale = {}, redis.call('EXISTS', stale) == 1
    for i, entry in ipairs(lanes.entries(ids)) do
      if entry and not (anyStale and redis.call('HEXISTS', stale, ids[i]) == 1) then
        lanes.enter(ids[i], entry, true)
      else
        others[#others + 1] = ids[i]
      end
    end
    if #others > 0 then
      redis.call('RPUSH', list, unpack(others))
    end
  end

  -- Tasks that are active no more: their lanes have room again.
  function lanes.release(ids, first, last)
    local members, keys = {}, {}
    for i, entry in ipairs(redis.call('HMGET', index, unpack(ids, first, last))) do
      if entry then
        local _, key = split(entry)
        members[#members + 1] = key .. '\0' .. ids[(first or 1) + i - 1]
        keys[key] = true
      end
    end
    if #members == 0 then
      return
    end
    redis.call('ZREM', busy, unpack(members))
    for key in pairs(keys) do
      if redis.call('ZSCORE', turns, key) == 'inf' then
        redis.call('ZADD', turns, micros, key)
      end
    end
  end

  -- Tasks that will not be pending again.
  function lanes.forget(ids, first, last)
    redis.call('HDEL', index, unpack(ids, first, last))
    if redis.call('HLEN', index) == 1 and redis.call('HEXISTS', index, '') == 1 then
      redis.call('DEL', index, turns)
    end
  end
  return lanes
end
