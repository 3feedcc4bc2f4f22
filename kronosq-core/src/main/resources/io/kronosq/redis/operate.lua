-- What an operator asks: scheduled, retry, archived → pending; pending, scheduled, retry → archived; all but active → gone;
-- active → active, with a cancellation that its server hears of.
-- The pending list is not searched: the entry of a task that leaves it stays behind, counted as stale, until it reaches the head.
-- While a task has stale entries its envelope is put aside with their count ('count:envelope'), where no claim finds it.
-- Keyed tasks are taken out of their lanes, and leave nothing there.
-- KEYS: tasks, attempts, pending, stale, scheduled, retry, archived, completed, results, wake, leases, cancellations, notes,
--   index, waiting, turns and busy of lanes, progress of a bulk job, active of each server, …, lock, …
-- ARGV: 'run', 'retry', 'archive', 'delete' or 'cancel', digits of the states it is for, five of the progress,
--   number of servers, server, …, id, index of the lock it gives up among the locks or 0, …
-- Returns where each task stood (0 scheduled, 1 pending, 2 active, 3 retry, 4 archived, 5 completed, -1 nowhere);
--   nothing when the servers are others by now. Of a bulk job the counts that it has come to; one number when it is beyond this.
local action, allowed, servers = ARGV[1], ARGV[2], tonumber(ARGV[8])
local progress = progressAt(18, 3)
if progress and not progress.isNext() then
  return {-2}
end
if redis.call('ZCARD', KEYS[11]) ~= servers then
  return {}
end
for i = 1, servers do
  if not redis.call('ZSCORE', KEYS[11], ARGV[8 + i]) then
    return {}
  end
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local FIXED = 18
local ids, locks, states = {}, {}, {}
for i = 9 + servers, #ARGV, 2 do
  ids[#ids + 1] = ARGV[i]
  locks[#locks + 1] = tonumber(ARGV[i + 1])
end
local bodies = redis.call('HMGET', KEYS[1], unpack(ids))
local entries = redis.call('HMGET', KEYS[4], unpack(ids))
local lanes = lanesAt(14, time[1] * 1000000 + time[2])
local keyed = lanes and lanes.entries(ids) or {}

local ranked = {[0] = KEYS[5], [3] = KEYS[6], [4] = KEYS[7], [5] = KEYS[8]}
for state, key in pairs(ranked) do
  for i, score in ipairs(redis.call('ZMSCORE', key, unpack(ids))) do
    if score then
      states[i] = state
    end
  end
end
for s = 1, servers do
  for i, held in ipairs(redis.call('SMISMEMBER', KEYS[FIXED + s], unpack(ids))) do
    if held == 1 then
      states[i] = 2
    end
  end
end

local function split(entry)
  local count, aside = string.match(entry, '^(%d+):(.*)$')
  return tonumber(count), aside
end

local function countStale(change)
  if change ~= 0 and redis.call('HINCRBY', KEYS[4], '', change) == 0 then
    redis.call('DEL', KEYS[4])
  end
end

local change, done, wakes, tookPending = 0, 0, false, false

-- Keeps the envelope ('' for none) where it belongs with that many stale entries.
local function put(i, stale, body)
  local id = ids[i]
  if bodies[i] and (stale > 0 or body == '') then
    redis.call('HDEL', KEYS[1], id)
  end
  if stale > 0 then
    redis.call('HSET', KEYS[4], id, stale .. ':' .. body)
  elseif entries[i] then
    redis.call('HDEL', KEYS[4], id)
    if body ~= '' then
      redis.call('HSET', KEYS[1], id, body)
    end
  end
end

-- Another round of retries; the history stays.
local function forgive(id)
  local packed = redis.call('HGET', KEYS[2], id)
  if packed then
    local log = cmsgpack.unpack(packed)
    log[1], log[2] = 0, 0
    redis.call('HSET', KEYS[2], id, cmsgpack.pack(log))
  end
end

local function operate(i, state, stale, body)
  local id, lock = ids[i], locks[i]
  if action == 'cancel' then
    redis.call('SADD', KEYS[12], id)
    redis.call('PEXPIRE', KEYS[12], 3600000)
    return
  end
  local inLane = state == 1 and keyed[i] and lanes.leave(id, keyed[i])
  if state == 1 and not inLane then
    stale = stale + 1
    change = change + 1
    tookPending = true
  elseif not inLane then
    redis.call('ZREM', ranked[state], id)
  end
  if action == 'delete' then
    put(i, stale, '')
    redis.call('HDEL', KEYS[2], id)
    redis.call('HDEL', KEYS[9], id)
    forgetNotes(KEYS[13], {id})
    if keyed[i] then
      lanes.forget({id})
    end
  elseif action == 'archive' then
    put(i, stale, body)
    redis.call('ZADD', KEYS[7], now, id)
  else
    if stale > 0 then
      stale = stale - 1
      change = change - 1
    elseif keyed[i] then
      lanes.enter(id, keyed[i], true)
    else
      redis.call('RPUSH', KEYS[3], id)
    end
    put(i, stale, body)
    wakes = true
    if action == 'retry' then
      forgive(id)
    end
  end
  if lock > 0 and redis.call('GET', KEYS[FIXED + servers + lock]) == id then
    redis.call('DEL', KEYS[FIXED + servers + lock])
  end
end

for i = 1, #ids do
  local stale, body = 0, bodies[i] or ''
  if entries[i] then
    stale, body = split(entries[i])
  end
  states[i] = states[i] or (body ~= '' and 1 or -1)
  if string.find(allowed, tostring(states[i]), 1, true) then
    operate(i, states[i], stale, body)
    done = done + 1
  end
end
countStale(change)

-- Stale entries that reached the head go, so that what is deleted from the head on leaves none behind.
local function trimHead(most)
  local head = redis.call('LRANGE', KEYS[3], 0, most - 1)
  local found = #head > 0 and redis.call('HMGET', KEYS[1], unpack(head)) or {}
  local trimmed = 0
  for i = 1, #head do
    local entry = not found[i] and redis.call('HGET', KEYS[4], head[i])
    if not entry then
      break
    end
    trimmed = trimmed + 1
    local stale, aside = split(entry)
    if stale > 1 then
      redis.call('HSET', KEYS[4], head[i], (stale - 1) .. ':' .. aside)
    else
      redis.call('HDEL', KEYS[4], head[i])
      if aside ~= '' then
        redis.call('HSET', KEYS[1], head[i], aside)
      end
    end
  end
  if trimmed > 0 then
    redis.call('LPOP', KEYS[3], trimmed)
    countStale(-trimmed)
  end
end

if tookPending then
  trimHead(2 * #ids)
end
if wakes and redis.call('EXISTS', KEYS[10]) == 0 then
  redis.call('RPUSH', KEYS[10], '1')
end
return progress and progress.pass(done, #ids - done) or states
