-- Active → completed, with the result.
-- KEYS: active of the server, completed, results, index, waiting, turns and busy of lanes, lock, …
-- ARGV: id, retention in ms, result, index of its lock among the locks or 0, …
-- Returns refused ids.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local refused, retained, lanes = {}, {}, lanesAt(4, time[1] * 1000000 + time[2])
for i = 1, #ARGV, 4 do
  local id, lock = ARGV[i], tonumber(ARGV[i + 3])
  if redis.call('SREM', KEYS[1], id) == 0 then
    refused[#refused + 1] = id
  else
    redis.call('ZADD', KEYS[2], now + ARGV[i + 1], id)
    retained[#retained + 1] = id
    if ARGV[i + 2] ~= '' then
      redis.call('HSET', KEYS[3], id, ARGV[i + 2])
    end
    if lock > 0 and redis.call('GET', KEYS[7 + lock]) == id then
      redis.call('DEL', KEYS[7 + lock])
    end
  end
end
if lanes and #retained > 0 then
  lanes.release(retained)
  lanes.forget(retained)
end
return refused
