-- How many tasks a queue has in each state, all at one moment: a task that moves is counted once. And how long the oldest pending task
-- has waited, among those at the heads of the pending list and of some lanes.
-- KEYS: pending, stale, waiting of lanes, scheduled, retry, archived, completed, members of groups, leases, meta, a key that never exists,
--   tasks, turns of lanes
-- ARGV: what the keys of active sets begin with
-- Returns pending, active, scheduled, retry, archived, completed, aggregating, whether paused (1 or 0), ms that the oldest has waited.
local active = 0
for _, server in ipairs(redis.call('ZRANGE', KEYS[9], 0, -1)) do
  active = active + redis.call('SCARD', ARGV[1] .. server)
end
local stale = tonumber(redis.call('HGET', KEYS[2], '') or 0)
local pending = math.max(0, redis.call('LLEN', KEYS[1]) - stale) + redis.call('ZCARD', KEYS[3])

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

-- When a task was enqueued, or due, unless it was run before that. Passes over type and payload, which may be large, to what stands behind
-- them.
local function waitsSince(envelope)
  local at = 3
  for _ = 1, 2 do
    local head = string.byte(envelope, at)
    if head >= 160 and head < 192 then
      at = at + 1 + head - 160
    elseif head == 217 or head == 196 then
      at = at + 2 + string.byte(envelope, at + 1)
    elseif head == 218 or head == 197 then
      at = at + 3 + struct.unpack('>I2', envelope, at + 1)
    else
      at = at + 5 + struct.unpack('>I4', envelope, at + 1)
    end
  end
  local enqueued, fields = cmsgpack.unpack(string.sub(envelope, at))
  local due = fields and fields[10]
  return due and due <= now and due or enqueued
end

local oldest
local function look(id)
  local envelope = redis.call('HGET', KEYS[12], id)
  if envelope then
    local isOurs, since = pcall(waitsSince, envelope)
    if isOurs and (not oldest or since < oldest) then
      oldest = since
    end
  end
  return envelope
end

-- The first in the list that is not stale.
for _, id in ipairs(pending > 0 and redis.call('LRANGE', KEYS[1], 0, 99) or {}) do
  if look(id) then
    break
  end
end
-- The first of those lanes whose turn is next, and of those that are held back.
for _, order in ipairs(pending > 0 and {'ZRANGE', 'ZREVRANGE'} or {}) do
  for _, key in ipairs(redis.call(order, KEYS[13], 0, 9)) do
    local head = redis.call('ZRANGEBYLEX', KEYS[3], '[' .. key .. '\0', '(' .. key .. '\1', 'LIMIT', 0, 1)[1]
    if head then
      look(string.sub(head, #key + 15))
    end
  end
end

local waited = oldest and now - oldest or 0
return {
  pending, active, redis.call('ZCARD', KEYS[4]), redis.call('ZCARD', KEYS[5]), redis.call('ZCARD', KEYS[6]),
  redis.call('ZCARD', KEYS[7]), redis.call('HLEN', KEYS[8]), redis.call('HEXISTS', KEYS[10], 'paused'), math.max(0, waited),
}
