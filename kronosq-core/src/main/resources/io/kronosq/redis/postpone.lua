-- Active → scheduled, for tasks that this server can't process.
-- KEYS: active of the server, scheduled
-- ARGV: id, delay in ms, …
-- Returns refused ids.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local refused = {}
for i = 1, #ARGV, 2 do
  local id = ARGV[i]
  if redis.call('SREM', KEYS[1], id) == 0 then
    refused[#refused + 1] = id
  else
    redis.call('ZADD', KEYS[2], now + ARGV[i + 1], id)
  end
end
return refused
