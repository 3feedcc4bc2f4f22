-- Active → retry, with the log of attempts, and with what is left of a batch.
-- KEYS: active of the server, retry, attempts, index, waiting, turns and busy of lanes, tasks
-- ARGV: id, delay in ms, log, its envelope if that is another one now or '', …
-- Returns refused ids.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local refused, moved, lanes = {}, {}, lanesAt(4, time[1] * 1000000 + time[2])
for i = 1, #ARGV, 4 do
  local id = ARGV[i]
  if redis.call('SREM', KEYS[1], id) == 0 then
    refused[#refused + 1] = id
  else
    redis.call('ZADD', KEYS[2], now + ARGV[i + 1], id)
    redis.call('HSET', KEYS[3], id, ARGV[i + 2])
    if ARGV[i + 3] ~= '' then
      redis.call('HSET', KEYS[8], id, ARGV[i + 3])
    end
    moved[#moved + 1] = id
  end
end
if lanes and #moved > 0 then
  lanes.release(moved)
end
return refused
