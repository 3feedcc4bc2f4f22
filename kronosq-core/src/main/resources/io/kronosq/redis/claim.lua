-- Active → gone for what a server acknowledges; scheduled, retry, aggregating → pending for what is due; pending → active on the server.
-- Nothing that needs memory comes before something that frees it or moves: a full Redis must still be worked off.
-- KEYS: tasks, attempts, pending, active of the server, leases, scheduled, retry, wake, meta, stale, notes,
--   index, waiting, turns and busy of lanes, rates, a key that never exists,
--   members, order, due and settings of groups, lock, …
--   and the active sets of all servers where the queue has a cap
-- ARGV: server, most tasks to take, most due tasks to move, number of acknowledged ids, id, …, holder of each lock, …
-- Returns status (0 open, 1 paused, 2 fenced, 3 limited, 4 limited by keys), now, pending left that may be taken now,
--   ms until the next is due or allowed or -1, refused ids, taken ids, their envelopes,
--   their attempts, their checkpoints ('' for none; empty list when none has any).
local FIRST_LOCK = 22
local server, most, acked = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[4])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local micros = time[1] * 1000000 + time[2]
local refused, hasAttempts, hasNotes = {}, redis.call('EXISTS', KEYS[2]) == 1, redis.call('EXISTS', KEYS[11]) == 1
local waiting, turns, busy, rates, nothing = KEYS[13], KEYS[14], KEYS[15], KEYS[16], KEYS[17]
local lanes = lanesAt(12, micros)

local function acknowledge(ids, first, last)
  redis.call('SREM', KEYS[4], unpack(ids, first, last))
  redis.call('HDEL', KEYS[1], unpack(ids, first, last))
  if hasAttempts then
    redis.call('HDEL', KEYS[2], unpack(ids, first, last))
  end
  if hasNotes then
    forgetNotes(KEYS[11], ids, first, last)
  end
  if lanes then
    lanes.release(ids, first, last)
    lanes.forget(ids, first, last)
  end
end

if acked > 0 then
  local held = redis.call('SMISMEMBER', KEYS[4], unpack(ARGV, 5, 4 + acked))
  local own, isRefused = {}, {}
  for i = 1, acked do
    if held[i] == 0 then
      refused[#refused + 1] = ARGV[4 + i]
      isRefused[ARGV[4 + i]] = true
    end
  end
  if #refused == 0 then
    acknowledge(ARGV, 5, 4 + acked)
  elseif #refused < acked then
    for i = 1, acked do
      if held[i] == 1 then
        own[#own + 1] = ARGV[4 + i]
      end
    end
    acknowledge(own, 1, #own)
  end
  for i = FIRST_LOCK, #KEYS do
    local holder = ARGV[5 + acked + i - FIRST_LOCK]
    if not isRefused[holder] and redis.call('GET', KEYS[i]) == holder then
      redis.call('DEL', KEYS[i])
    end
  end
  -- They are gone with the last keyed task.
  lanes = lanes and lanesAt(12, micros)
end

local status, settings = 0, nil
if most > 0 then
  settings = redis.call('HMGET', KEYS[9], 'paused', 'limits', 'limits.base', 'keys', 'keys.base')
  local lease = redis.call('ZSCORE', KEYS[5], server)
  if not lease or tonumber(lease) == 0 then
    status = 2
  elseif settings[1] then
    status = 1
  end
end

-- The active tasks of all servers. Each counts as long as it is in the set of one, whatever became of the server.
local function running()
  local count, start = 0, string.sub(KEYS[4], 1, -#server - 1)
  for _, one in ipairs(redis.call('ZRANGE', KEYS[5], 0, -1)) do
    count = count + redis.call('SCARD', start .. one)
  end
  return count
end

-- The queue's own limits, how many tasks they allow now, where its rate stands.
local function allowance()
  settings = settings or redis.call('HMGET', KEYS[9], 'paused', 'limits', 'limits.base')
  local text = settings[2] or settings[3]
  if not text then
    return nil, math.huge
  end
  local index, count = string.match(KEYS[1], '#(%d+)/(%d+)[^{}]*}:m$')
  local limits, allowed, at = limitsOf(text, tonumber(index or 0), tonumber(count or 1)), math.huge, nil
  if limits and limits.interval then
    allowed, at = allowedBy(limits, rates, '', micros)
  end
  if limits and limits.most then
    allowed = math.min(allowed, math.max(0, limits.most - running()))
  end
  return limits, allowed, at
end

-- Tasks that could be taken now as far as the queue's own limits allow; while lanes are held back, of each other one at least one.
local function ready()
  local inList = redis.call('LLEN', KEYS[3])
  if not lanes then
    return inList
  end
  local inTurn = redis.call('ZCOUNT', turns, '-inf', micros)
  return inList + (inTurn == redis.call('ZCARD', turns) and redis.call('ZCARD', waiting) or inTurn)
end

local function wake()
  if redis.call('EXISTS', KEYS[8]) == 0 then
    -- Nothing to delete, but a full Redis lets a script go on that began with freeing memory.
    redis.call('DEL', KEYS[8])
    redis.call('RPUSH', KEYS[8], '1')
  end
end

if most == 0 or status > 0 then
  local left = ready()
  if left > 0 and status == 0 then
    local _, allowed = allowance()
    left = math.min(left, allowed)
    if left > 0 then
      wake()
    end
  end
  return {status, now, left, -1, refused, {}, {}, {}, {}}
end

for key = 6, 7 do
  local due = redis.call('ZRANGEBYSCORE', KEYS[key], '-inf', now, 'LIMIT', 0, ARGV[3])
  if #due > 0 then
    redis.call('ZREM', KEYS[key], unpack(due))
    if lanes then
      lanes.pend(due, KEYS[3], KEYS[10])
    else
      redis.call('RPUSH', KEYS[3], unpack(due))
    end
  end
end

local groups = redis.call('EXISTS', KEYS[20]) == 1 and groupsAt(18, now)
if groups then
  groups.flushDue(KEYS[1], KEYS[3])
end

-- An entry without an envelope is stale: its task was deleted, or stands elsewhere with its envelope put aside so long.
-- What was put aside comes back with the last stale entry; an entry behind that one is the task's own.
local function dropStale(ids, envelopes, taken, found)
  local restored, dropped = {}, 0
  for i = 1, #ids do
    local id = ids[i]
    local envelope = envelopes[i] or restored[id]
    if envelope then
      taken[#taken + 1] = id
      found[#found + 1] = envelope
    else
      local entry = redis.call('HGET', KEYS[10], id)
      if entry then
        local count, aside = string.match(entry, '^(%d+):(.*)$')
        dropped = dropped + 1
        if count ~= '1' then
          redis.call('HSET', KEYS[10], id, (count - 1) .. ':' .. aside)
        else
          redis.call('HDEL', KEYS[10], id)
          if aside ~= '' then
            redis.call('HSET', KEYS[1], id, aside)
            restored[id] = aside
          end
        end
      end
    end
  end
  if dropped > 0 and redis.call('HINCRBY', KEYS[10], '', -dropped) == 0 then
    redis.call('DEL', KEYS[10])
  end
end

-- Takes what stands behind stale entries too, since an idle server with one slot would else take them one a call.
local function takeBehindStale(ids, bodies, room)
  local taken, found, patience = {}, {}, 500
  while true do
    dropStale(ids, bodies, taken, found)
    patience = patience - #ids
    ids = #taken < room and patience > 0 and redis.call('LPOP', KEYS[3], room - #taken)
    if not ids then
      return taken, found
    end
    bodies = redis.call('HMGET', KEYS[1], unpack(ids))
  end
end

local function takeFromList(room)
  local ids = redis.call('LPOP', KEYS[3], room) or {}
  if #ids == 0 then
    return ids, {}
  end
  local bodies = redis.call('HMGET', KEYS[1], unpack(ids))
  for i = 1, #ids do
    if not bodies[i] then
      return takeBehindStale(ids, bodies, room)
    end
  end
  return ids, bodies
end

-- Keyed tasks get into the list where stale entries of their id are left there, and by schedules; they go on to their lanes.
local function takeUnkeyed(room)
  local ids, bodies = takeFromList(room)
  if #ids == 0 then
    return ids, bodies
  end
  local taken, found = {}, {}
  for i, entry in ipairs(lanes.entries(ids)) do
    if entry then
      lanes.enter(ids[i], entry, true)
    else
      taken[#taken + 1] = ids[i]
      found[#found + 1] = bodies[i]
    end
  end
  return taken, found
end

local function takeFromLane(key, room)
  local text = redis.call('HGET', KEYS[9], 'key:' .. key) or settings[4] or settings[5]
  local limits = text and limitsOf(text, 0, 1) or {}
  local low, high = '[' .. key .. '\0', '(' .. key .. '\1'
  local allowed, free, at, atATime = room, math.huge, nil, 0
  if limits.most then
    atATime = redis.call('ZLEXCOUNT', busy, low, high)
    allowed = math.min(allowed, limits.most - atATime)
  end
  if limits.interval then
    free, at = allowedBy(limits, rates, key, micros)
    allowed = math.min(allowed, free)
  end
  local members = redis.call('ZRANGEBYLEX', waiting, low, high, 'LIMIT', 0, math.max(0, allowed) + 1)
  local more = #members > math.max(0, allowed)
  if more then
    members[#members] = nil
  end
  local ids, taken, found, added = {}, {}, {}, {}
  if #members > 0 then
    redis.call('ZREM', waiting, unpack(members))
    for i = 1, #members do
      ids[i] = string.sub(members[i], #key + 15)
    end
    for i, body in ipairs(redis.call('HMGET', KEYS[1], unpack(ids))) do
      if body then
        taken[#taken + 1] = ids[i]
        found[#found + 1] = body
        added[#added + 1] = 0
        added[#added + 1] = key .. '\0' .. ids[i]
      else
        lanes.forget({ids[i]})
      end
    end
  end
  if #taken > 0 then
    redis.call('ZADD', busy, unpack(added))
    if limits.interval then
      at = spend(limits, rates, key, at, #taken, micros)
    end
  end
  if not more then
    redis.call('ZREM', turns, key)
  elseif limits.most and atATime + #taken >= limits.most then
    redis.call('ZADD', turns, 'inf', key)
  elseif limits.interval and #taken >= free then
    redis.call('ZADD', turns, nextAllowed(limits, at, micros), key)
  else
    redis.call('ZADD', turns, micros, key)
  end
  return taken, found
end

-- Takes from lanes, the one first that has waited longest for its turn. The list is one of them, under the name ''.
local function takeInTurn(room)
  local taken, found = {}, {}
  redis.call('DEL', nothing)
  if redis.call('LLEN', KEYS[3]) > 0 then
    redis.call('ZADD', turns, 'NX', micros, '')
  end
  for _ = 1, 5 do
    local next = redis.call('ZRANGEBYSCORE', turns, '-inf', micros, 'LIMIT', 0, room - #taken)
    local share = math.max(1, math.floor((room - #taken) / math.max(1, #next)))
    for _, key in ipairs(next) do
      local ids, bodies
      local part = math.min(share, room - #taken)
      if key ~= '' then
        ids, bodies = takeFromLane(key, part)
      else
        ids, bodies = takeUnkeyed(part)
        if redis.call('LLEN', KEYS[3]) == 0 then
          redis.call('ZREM', turns, '')
        else
          redis.call('ZADD', turns, micros, '')
        end
      end
      for i = 1, #ids do
        taken[#taken + 1] = ids[i]
        found[#found + 1] = bodies[i]
      end
    end
    if #next == 0 or #taken == room then
      break
    end
  end
  return taken, found
end

local limits, allowed, at = allowance()
local room, taken, envelopes, attempts, checkpoints = math.min(most, allowed), {}, {}, {}, {}
if room > 0 and lanes then
  taken, envelopes = takeInTurn(room)
elseif room > 0 then
  taken, envelopes = takeFromList(room)
end
if #taken > 0 then
  redis.call('SADD', KEYS[4], unpack(taken))
  if hasAttempts then
    attempts = redis.call('HMGET', KEYS[2], unpack(taken))
    for i = 1, #taken do
      attempts[i] = attempts[i] or ''
    end
  end
  if hasNotes then
    checkpoints = redis.call('HMGET', KEYS[11], unpack(taken))
    for i = 1, #taken do
      checkpoints[i] = checkpoints[i] or ''
    end
  end
  if at then
    at = spend(limits, rates, '', at, #taken, micros)
  end
end

local left, nextDue = ready(), -1
local function dueIn(ms)
  local wait = math.max(0, math.ceil(ms))
  if nextDue < 0 or wait < nextDue then
    nextDue = wait
  end
end

if left > 0 and #taken >= allowed then
  status, left = 3, 0
  if at and allowedBy(limits, rates, '', micros) == 0 then
    dueIn((nextAllowed(limits, at, micros) - micros) / 1000)
  end
elseif left > 0 then
  wake()
else
  for key = 6, 7 do
    local due = redis.call('ZRANGE', KEYS[key], 0, 0, 'WITHSCORES')[2]
    if due then
      dueIn(due - now)
    end
  end
  local flush = groups and groups.nextDue()
  if flush then
    dueIn(flush - now)
  end
end
if lanes and status == 0 then
  local held = redis.call('ZRANGEBYSCORE', turns, '(' .. string.format('%.0f', micros), '+inf', 'WITHSCORES', 'LIMIT', 0, 1)[2]
  if held then
    status = 4
    if held ~= 'inf' then
      dueIn((held - micros) / 1000)
    end
  end
end
return {status, now, left, nextDue, refused, taken, envelopes, attempts, checkpoints}
