-- Groups of tasks that wait to be processed together; stands before the scripts that need it.
-- A group ('type\nname') has its settings, which are those of its first task, and the time when it is due. When it is full or due,
-- all its tasks become one pending task, the batch, and are gone themselves. No group has more than a thousand.
-- KEYS from `first` on: members (HASH id → 'seq\ntype\nname\nenvelope'), order (ZSET 'type\nname\nseq\nid'),
--   due (ZSET group → ms), settings (HASH group → most tasks, grace, longest delay, start, seq, bytes, and how its batch's
--   id and envelope are made: suffix, head, tail)
local function groupsAt(first, now)
  local members, order, due, settings = KEYS[first], KEYS[first + 1], KEYS[first + 2], KEYS[first + 3]
  local MOST_BYTES = 4194304
  local groups = {}

  local function bounds(group)
    return '[' .. group .. '\n', '(' .. group .. '\v'
  end

  -- An id like those of clients: the time, and 80 bits that no other batch has.
  local function batchId(seed, suffix)
    local digits, id, rest = '0123456789ABCDEFGHJKMNPQRSTVWXYZ', {}, now
    local function digit(value)
      return string.sub(digits, value % 32 + 1, value % 32 + 1)
    end
    for i = 10, 1, -1 do
      id[i] = digit(rest)
      rest = math.floor(rest / 32)
    end
    local hash = redis.sha1hex(seed)
    for i = 1, 16 do
      id[10 + i] = digit(tonumber(string.sub(hash, 2 * i - 1, 2 * i), 16))
    end
    return table.concat(id) .. suffix
  end

  -- Makes a group a batch; answers how many tasks it had, and how many are pending.
  function groups.flush(group, tasks, pending)
    redis.call('ZREM', due, group)
    local packed = redis.call('HGET', settings, group)
    if not packed then
      return 0, 0
    end
    redis.call('HDEL', settings, group)
    local found, ids, parts = redis.call('ZRANGEBYLEX', order, bounds(group)), {}, {}
    for i = 1, #found do
      ids[i] = string.sub(found[i], #group + 9)
    end
    local bodies = redis.call('HMGET', members, unpack(ids))
    redis.call('ZREM', order, unpack(found))
    redis.call('HDEL', members, unpack(ids))
    for i = 1, #ids do
      parts[2 * i - 1] = cmsgpack.pack(ids[i])
      parts[2 * i] = cmsgpack.pack(string.sub(bodies[i], #group + 9))
    end
    local set, payload = cmsgpack.unpack(packed), table.concat(parts)
    local time, id = redis.call('TIME'), nil
    local seed = time[1] .. '.' .. time[2] .. found[1]
    repeat
      id = batchId(seed, set[7])
      seed = seed .. '+'
    until redis.call('HEXISTS', tasks, id) == 0
    -- The payload is binary data of MessagePack, whose length takes four bytes.
    redis.call('HSET', tasks, id, set[8] .. '\198' .. struct.pack('>I4', #payload) .. payload .. set[9])
    return #ids, redis.call('RPUSH', pending, id)
  end

  -- Makes groups that are due batches, as many as keep Redis busy for a few milliseconds.
  function groups.flushDue(tasks, pending)
    local moved = 0
    while moved < 1000 do
      local group = redis.call('ZRANGEBYSCORE', due, '-inf', now, 'LIMIT', 0, 1)[1]
      if not group then
        return
      end
      moved = moved + 1 + groups.flush(group, tasks, pending)
    end
  end

  -- When the next group is due, ms; nil when there is none.
  function groups.nextDue()
    return tonumber(redis.call('ZRANGE', due, 0, 0, 'WITHSCORES')[2])
  end

  -- Adds a task; answers whether the group is full, and whether it is a new one that is due before all others.
  function groups.add(id, group, envelope, most, grace, longest, suffix, head, tail)
    local packed = redis.call('HGET', settings, group)
    local set = packed and cmsgpack.unpack(packed) or {most, grace, longest, now, 0, 0, suffix, head, tail}
    set[5] = set[5] + 1
    set[6] = set[6] + #envelope
    local seq = string.format('%06d', set[5])
    redis.call('HSET', members, id, seq .. '\n' .. group .. '\n' .. envelope)
    redis.call('ZADD', order, 0, group .. '\n' .. seq .. '\n' .. id)
    redis.call('ZADD', due, math.min(now + set[2], set[4] + set[3]), group)
    redis.call('HSET', settings, group, cmsgpack.pack(set))
    local full = redis.call('ZLEXCOUNT', order, bounds(group)) >= set[1] or set[6] >= MOST_BYTES
    return full, not packed and redis.call('ZRANGE', due, 0, 0)[1] == group
  end

  -- Removes a task; answers whether it was there.
  function groups.remove(id)
    local seq, group = string.match(redis.call('HGET', members, id) or '', '^(%d+)\n([^\n]+\n[^\n]+)\n')
    if not seq then
      return false
    end
    redis.call('HDEL', members, id)
    redis.call('ZREM', order, group .. '\n' .. seq .. '\n' .. id)
    if redis.call('ZLEXCOUNT', order, bounds(group)) == 0 then
      redis.call('ZREM', due, group)
      redis.call('HDEL', settings, group)
    end
    return true
  end
  return groups
end
