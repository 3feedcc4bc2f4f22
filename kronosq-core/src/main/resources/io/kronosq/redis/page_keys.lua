-- A page of the limit keys that have pending or active tasks, in the order of their names.
-- KEYS: waiting and busy of lanes, meta, rates
-- ARGV: most keys, key to go on behind or ''
-- Returns now in µs, limits of keys that have none of their own or '', and for each key: key, pending, active,
--   its own limits or '', how far its rate was used in µs or '0'.
local time = redis.call('TIME')
local base = redis.call('HMGET', KEYS[3], 'keys', 'keys.base')
local page = {string.format('%.0f', time[1] * 1000000 + time[2]), base[1] or base[2] or ''}

local function next(set, after)
  local from = after == '' and '-' or '(' .. after .. '\1'
  local member = redis.call('ZRANGEBYLEX', set, from, '+', 'LIMIT', 0, 1)[1]
  return member and string.sub(member, 1, string.find(member, '\0', 1, true) - 1)
end

local key = ARGV[2]
for _ = 1, tonumber(ARGV[1]) do
  local waiting, busy = next(KEYS[1], key), next(KEYS[2], key)
  key = (waiting and busy and isBehind(waiting, busy)) and busy or waiting or busy
  if not key then
    break
  end
  local low, high = '[' .. key .. '\0', '(' .. key .. '\1'
  page[#page + 1] = key
  page[#page + 1] = redis.call('ZLEXCOUNT', KEYS[1], low, high)
  page[#page + 1] = redis.call('ZLEXCOUNT', KEYS[2], low, high)
  page[#page + 1] = redis.call('HGET', KEYS[3], 'key:' .. key) or ''
  page[#page + 1] = redis.call('ZSCORE', KEYS[4], key) or '0'
end
return page
