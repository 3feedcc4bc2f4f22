-- Sets limits. What rates remember of the use under other limits goes, and lanes that those held back get a turn.
-- KEYS: meta, turns of lanes, rates, wake
-- ARGV: field, limits as limits.lua reads them or '' for none of their own, whose: 'queue', 'keys' or 'key', the key or '',
--   'again' to go on
-- Returns whether lanes are left to be looked at (1 or 0); then it is to be called again.
local time = redis.call('TIME')
local micros = time[1] * 1000000 + time[2]
if ARGV[5] ~= 'again' then
  if (redis.call('HGET', KEYS[1], ARGV[1]) or '') == ARGV[2] then
    return 0
  elseif ARGV[2] == '' then
    redis.call('HDEL', KEYS[1], ARGV[1])
  else
    redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
  end
end
local held = {}
if ARGV[3] == 'queue' then
  redis.call('ZREM', KEYS[3], '')
elseif ARGV[3] == 'key' then
  redis.call('ZREM', KEYS[3], ARGV[4])
  local turn = redis.call('ZSCORE', KEYS[2], ARGV[4])
  if turn and tonumber(turn) > micros then
    held[1] = ARGV[4]
  end
else
  local own = redis.call('ZSCORE', KEYS[3], '')
  redis.call('DEL', KEYS[3])
  if own then
    redis.call('ZADD', KEYS[3], own, '')
    redis.call('PEXPIRE', KEYS[3], math.max(60000, math.ceil((own - micros) / 1000) + 60000))
  end
  held = redis.call('ZRANGEBYSCORE', KEYS[2], '(' .. string.format('%.0f', micros), '+inf', 'LIMIT', 0, 500)
end
if #held > 0 then
  local turns = {}
  for _, key in ipairs(held) do
    turns[#turns + 1] = micros
    turns[#turns + 1] = key
  end
  redis.call('ZADD', KEYS[2], unpack(turns))
end
if redis.call('EXISTS', KEYS[4]) == 0 then
  redis.call('RPUSH', KEYS[4], '1')
end
return #held == 500 and 1 or 0
