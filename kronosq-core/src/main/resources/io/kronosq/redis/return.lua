-- Active → head of pending, in the order given; keyed tasks to where they were in their lanes.
-- KEYS: active of the server, pending, wake, index, waiting, turns and busy of lanes
-- ARGV: id, …
-- Returns refused ids.
local time = redis.call('TIME')
local refused, moved, lanes = {}, {}, lanesAt(4, time[1] * 1000000 + time[2])
for i = #ARGV, 1, -1 do
  if redis.call('SREM', KEYS[1], ARGV[i]) == 0 then
    refused[#refused + 1] = ARGV[i]
  else
    moved[#moved + 1] = ARGV[i]
  end
end
if #moved == 0 then
  return refused
end
local entries = lanes and lanes.entries(moved) or {}
if lanes then
  lanes.release(moved)
end
for i = 1, #moved do
  if entries[i] then
    lanes.enter(moved[i], entries[i], false)
  else
    redis.call('LPUSH', KEYS[2], moved[i])
  end
end
if redis.call('EXISTS', KEYS[3]) == 0 then
  redis.call('RPUSH', KEYS[3], '1')
end
return refused
