-- Active on a dead server → head of pending, oldest first (keyed tasks to where they were in their lanes), or archived as poison.
-- From the first call on the dead server is fenced: its lease has the expiry 0, which it can't renew.
-- KEYS: leases, active of the dead server, pending, archived, tasks, attempts, wake, index, waiting, turns and busy of lanes
-- ARGV: dead server, most tasks to take back, crashes that make poison, attempts kept in a log
-- Returns whether more is left (1 or 0), ids, envelopes, logs, whether poison (1 or 0).
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local dead, maxCrashes, historyLimit = ARGV[1], tonumber(ARGV[3]), tonumber(ARGV[4])
local expiry = redis.call('ZSCORE', KEYS[1], dead)
if expiry and tonumber(expiry) > now then
  return {0, {}, {}, {}, {}}
end
if expiry then
  redis.call('ZREM', KEYS[1], dead)
  redis.call('ZADD', KEYS[1], 0, dead)
end
local found = redis.call('SPOP', KEYS[2], ARGV[2])
table.sort(found)
local lanes = lanesAt(8, time[1] * 1000000 + time[2])
if lanes and #found > 0 then
  lanes.release(found)
end
local ids, envelopes, logs, poison, back = {}, {}, {}, {}, {}
for i = 1, #found do
  local id = found[i]
  local envelope = redis.call('HGET', KEYS[5], id)
  if envelope then
    local packed = redis.call('HGET', KEYS[6], id)
    local log = packed and cmsgpack.unpack(packed) or {0, 0, {}}
    log[2] = log[2] + 1
    table.insert(log[3], {now, 2, dead, 'crash', 'The server stopped renewing its lease while it held the task', ''})
    while #log[3] > historyLimit do
      table.remove(log[3], 1)
    end
    packed = cmsgpack.pack(log)
    redis.call('HSET', KEYS[6], id, packed)
    local isPoison = log[2] >= maxCrashes
    if isPoison then
      redis.call('ZADD', KEYS[4], now, id)
    else
      back[#back + 1] = id
    end
    ids[#ids + 1] = id
    envelopes[#envelopes + 1] = envelope
    logs[#logs + 1] = packed
    poison[#poison + 1] = isPoison and 1 or 0
  elseif lanes then
    lanes.forget({id})
  end
end
local entries = lanes and #back > 0 and lanes.entries(back) or {}
for i = #back, 1, -1 do
  if entries[i] then
    lanes.enter(back[i], entries[i], false)
  else
    redis.call('LPUSH', KEYS[3], back[i])
  end
end
-- Poison makes room, too, where limits hold others back.
if #found > 0 and redis.call('EXISTS', KEYS[7]) == 0 then
  redis.call('RPUSH', KEYS[7], '1')
end
local more = redis.call('EXISTS', KEYS[2])
if more == 0 then
  redis.call('ZREM', KEYS[1], dead)
end
return {more, ids, envelopes, logs, poison}
