-- New tasks with chosen ids, unique locks or limit keys become pending or scheduled, each unless its id or lock is taken. One that may do so
-- replaces the task that holds its lock while that waits.
-- KEYS: tasks, pending, scheduled, wake, stale, index, waiting, turns and busy of lanes, lock, since when its holder was put off, …,
--   relayed, members of groups, notes, retry, archived, completed, leases, active of a server without a name, held, closed
-- ARGV: id, envelope, due, limit key or '', index of what follows its lock or 0, ttl in ms, 'replace', 'debounce' or '', longest wait in ms or '',
--   number of its row or '', …, outbox of the rows or '', lowest number of its rows, longest ttl of locks that may outlive their task (due: '' now, '+ms', or 'ms')
-- Returns for each task '' or the id of the task that it met, and whether it replaced that (1 or 0); '' too if its row was stored before;
--   nothing at all when the partition is closed to such tasks.
if redis.call('EXISTS', KEYS[#KEYS]) == 1 then
  return {}
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local outcome, wakes, anyStale = {}, false, redis.call('EXISTS', KEYS[5]) == 1
local outbox = ARGV[#ARGV - 2]
local relayed = outbox ~= '' and relayedAt(KEYS[#KEYS - 9], outbox, tonumber(ARGV[#ARGV - 1]))
local lanes = lanesAt(6, time[1] * 1000000 + time[2], true)
local waiting = {
  tasks = KEYS[1], stale = KEYS[5], notes = KEYS[#KEYS - 7], scheduled = KEYS[3], retry = KEYS[#KEYS - 6],
  archived = KEYS[#KEYS - 5], completed = KEYS[#KEYS - 4], leases = KEYS[#KEYS - 3], active = KEYS[#KEYS - 2], lanes = lanes,
}

-- Lets a task replace the holder of its lock; answers the holder, and whether it was replaced.
local function replaceHolder(i, lock, since)
  local holder = redis.call('GET', lock)
  if not holder then
    return '', false
  end
  local at
  if ARGV[i + 6] == 'debounce' then
    at = now + ARGV[i + 2]
    if ARGV[i + 7] ~= '' then
      redis.call('SET', since, string.format('%.0f', now), 'PX', ARGV[i + 5], 'NX')
      at = math.min(at, redis.call('GET', since) + ARGV[i + 7])
    end
  end
  if not replaceWaiting(waiting, holder, ARGV[i + 1], at, now) then
    return holder, false
  end
  wakes = lanes.rekey(holder, ARGV[i + 3], KEYS[2]) or wakes
  anyStale = true
  redis.call('PEXPIRE', lock, ARGV[i + 5])
  redis.call('PEXPIRE', since, ARGV[i + 5])
  if at and redis.call('ZRANGE', KEYS[3], 0, 0)[1] == holder then
    wakes = true
  end
  return holder, true
end

-- Stores a task; answers the id of the task that it met or '', and whether it replaced that.
local function store(i)
  local id, due, key, lock = ARGV[i], ARGV[i + 2], ARGV[i + 3], tonumber(ARGV[i + 4])
  local other, replaced, stale, aside = '', false, 0, ''
  if ARGV[i + 6] ~= '' then
    other, replaced = replaceHolder(i, KEYS[8 + lock], KEYS[9 + lock])
  end
  local entry = anyStale and redis.call('HGET', KEYS[5], id)
  if entry then
    stale, aside = string.match(entry, '^(%d+):(.*)$')
    stale = tonumber(stale)
  end
  if other ~= '' then
    -- Nothing is left to store.
  elseif aside ~= '' or redis.call('HEXISTS', KEYS[1], id) == 1 or redis.call('HEXISTS', KEYS[#KEYS - 8], id) == 1 then
    other = id
  elseif lock > 0 and not redis.call('SET', KEYS[8 + lock], id, 'PX', ARGV[i + 5], 'NX') then
    other = redis.call('GET', KEYS[8 + lock])
  end
  if other == '' then
    if ARGV[i + 7] ~= '' then
      redis.call('SET', KEYS[9 + lock], string.format('%.0f', now), 'PX', ARGV[i + 5])
    elseif lock > 0 then
      redis.call('DEL', KEYS[9 + lock])
    end
    if key ~= '' and (due ~= '' or stale > 0) then
      lanes.note(id, key)
    end
    -- A task that was deleted while pending left an entry behind, which now serves again, or keeps the envelope apart.
    if due == '' and stale > 0 then
      stale = stale - 1
      if redis.call('HINCRBY', KEYS[5], '', -1) == 0 then
        redis.call('DEL', KEYS[5])
      end
      wakes = true
    elseif due == '' and key ~= '' then
      wakes = lanes.enter(id, ':' .. key, true) or wakes
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
  return other, replaced
end

for i = 1, #ARGV - 3, 9 do
  local number, other, replaced = tonumber(ARGV[i + 8]), '', false
  if not (number and relayed.has(number, ARGV[i])) then
    other, replaced = store(i)
    if number and (other == '' or replaced) then
      relayed.add(number, ARGV[i])
    end
  end
  outcome[#outcome + 1] = other
  outcome[#outcome + 1] = replaced and 1 or 0
end
if relayed then
  relayed.save()
end
if wakes and redis.call('EXISTS', KEYS[4]) == 0 then
  redis.call('RPUSH', KEYS[4], '1')
end
local held, longest = KEYS[#KEYS - 1], tonumber(ARGV[#ARGV])
if longest > 0 and redis.call('PTTL', held) < longest then
  redis.call('SET', held, '1', 'PX', longest)
end
return outcome
