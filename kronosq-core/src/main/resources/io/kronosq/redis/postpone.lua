-- Active → scheduled, for tasks that this server can't process.
-- KEYS: active of the server, scheduled, index, waiting, turns and busy of lanes
-- ARGV: id, delay in ms, …
-- Returns refused ids.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local refused, moved, lanes = {}, {}, lanesAt(3, time[1] * 1000000 + time[2])
for i = 1, #ARGV, 2 do
  local id = ARGV[i]
  if redis.call('SREM', KEYS[1], id) == 0 then
    refused[#refused + 1] = id
  else
    redis.call('ZADD', KEYS[2], now + ARGV[i + 1], id)
    moved[#moved + 1] = id
  end
end
if lanes and #moved > 0 then
  lanes.release(moved)
end
return refused
