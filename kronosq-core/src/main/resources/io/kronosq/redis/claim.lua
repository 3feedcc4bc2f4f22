-- Active → gone for what a server acknowledges; scheduled, retry → pending for what is due; pending → active on the server.
-- Nothing that needs memory comes before something that frees it or moves: a full Redis must still be worked off.
-- KEYS: tasks, attempts, pending, active of the server, leases, scheduled, retry, wake, meta, stale, notes, lock, …
-- ARGV: server, most tasks to take, most due tasks to move, number of acknowledged ids, id, …, holder of each lock, …
-- Returns status (0 open, 1 paused, 2 fenced), now, pending left, ms until the next is due or -1,
--   refused ids, taken ids, their envelopes, their attempts, their checkpoints
--   ('' for none; empty list when none has any).
local server, most, acked = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[4])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local refused, hasAttempts, hasNotes = {}, redis.call('EXISTS', KEYS[2]) == 1, redis.call('EXISTS', KEYS[11]) == 1
local FIRST_LOCK = 12

local function forgetNotes(ids, first, last)
  local told = {}
  for i = first, last do
    told[#told + 1] = ids[i] .. '\n'
  end
  redis.call('HDEL', KEYS[11], unpack(ids, first, last))
  redis.call('HDEL', KEYS[11], unpack(told))
end

local function acknowledge(ids, first, last)
  redis.call('SREM', KEYS[4], unpack(ids, first, last))
  redis.call('HDEL', KEYS[1], unpack(ids, first, last))
  if hasAttempts then
    redis.call('HDEL', KEYS[2], unpack(ids, first, last))
  end
  if hasNotes then
    forgetNotes(ids, first, last)
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
end

local status = 0
if most > 0 then
  local lease = redis.call('ZSCORE', KEYS[5], server)
  if not lease or tonumber(lease) == 0 then
    status = 2
  elseif redis.call('HEXISTS', KEYS[9], 'paused') == 1 then
    status = 1
  end
end
if most == 0 or status > 0 then
  local left = redis.call('LLEN', KEYS[3])
  if left > 0 and status == 0 and redis.call('EXISTS', KEYS[8]) == 0 then
    -- Nothing to delete, but a full Redis lets a script go on that began with freeing memory.
    redis.call('DEL', KEYS[8])
    redis.call('RPUSH', KEYS[8], '1')
  end
  return {status, now, left, -1, refused, {}, {}, {}, {}}
end

for key = 6, 7 do
  local due = redis.call('ZRANGEBYSCORE', KEYS[key], '-inf', now, 'LIMIT', 0, ARGV[3])
  if #due > 0 then
    redis.call('ZREM', KEYS[key], unpack(due))
    redis.call('RPUSH', KEYS[3], unpack(due))
  end
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
local function takeBehindStale(ids, bodies)
  local taken, found, patience = {}, {}, 500
  while true do
    dropStale(ids, bodies, taken, found)
    patience = patience - #ids
    ids = #taken < most and patience > 0 and redis.call('LPOP', KEYS[3], most - #taken)
    if not ids then
      return taken, found
    end
    bodies = redis.call('HMGET', KEYS[1], unpack(ids))
  end
end

local taken, envelopes, attempts, checkpoints = redis.call('LPOP', KEYS[3], most) or {}, {}, {}, {}
if #taken > 0 then
  envelopes = redis.call('HMGET', KEYS[1], unpack(taken))
  for i = 1, #taken do
    if not envelopes[i] then
      taken, envelopes = takeBehindStale(taken, envelopes)
      break
    end
  end
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
end

local left, nextDue = redis.call('LLEN', KEYS[3]), -1
if left > 0 then
  if redis.call('EXISTS', KEYS[8]) == 0 then
    redis.call('RPUSH', KEYS[8], '1')
  end
else
  for key = 6, 7 do
    local at = redis.call('ZRANGE', KEYS[key], 0, 0, 'WITHSCORES')[2]
    if at then
      local wait = math.max(0, tonumber(at) - now)
      if nextDue < 0 or wait < nextDue then
        nextDue = wait
      end
    end
  end
end
return {status, now, left, nextDue, refused, taken, envelopes, attempts, checkpoints}
