-- A page of a sorted set, behind a place in the order of score and id that need not be taken any more.
-- KEYS: the sorted set
-- ARGV: most ids, score and id to go on behind, both '' for the first page
-- Returns id, score, …
local most, score, id = tonumber(ARGV[1]), ARGV[2], ARGV[3]
if score == '' then
  return redis.call('ZRANGE', KEYS[1], 0, most - 1, 'WITHSCORES')
end

local low = redis.call('ZCOUNT', KEYS[1], '-inf', '(' .. score)
local high = redis.call('ZCOUNT', KEYS[1], '-inf', score)
while low < high do
  local middle = math.floor((low + high) / 2)
  if isBehind(redis.call('ZRANGE', KEYS[1], middle, middle)[1], id) then
    high = middle
  else
    low = middle + 1
  end
end
return redis.call('ZRANGE', KEYS[1], low, low + most - 1, 'WITHSCORES')
