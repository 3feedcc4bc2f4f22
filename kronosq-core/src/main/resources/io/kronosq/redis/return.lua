-- Active → head of pending, in the order given.
-- KEYS: active of the server, pending, wake
-- ARGV: id, …
-- Returns refused ids.
local refused, moved = {}, false
for i = #ARGV, 1, -1 do
  if redis.call('SREM', KEYS[1], ARGV[i]) == 0 then
    refused[#refused + 1] = ARGV[i]
  else
    redis.call('LPUSH', KEYS[2], ARGV[i])
    moved = true
  end
end
if moved and redis.call('EXISTS', KEYS[3]) == 0 then
  redis.call('RPUSH', KEYS[3], '1')
end
return refused
