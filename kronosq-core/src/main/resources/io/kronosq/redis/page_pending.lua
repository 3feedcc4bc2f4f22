-- A page of the pending list. Claims move all entries towards the head, so the last one seen is looked for from where it was.
-- KEYS: pending
-- ARGV: most ids, last id seen or '' for the first page, its index when it was seen, length of the list then
-- Returns the index of the first id, the length of the list, ids;
--   index -1 when the last id was not found yet: then the index to look on from, in place of ids.
local most, last = tonumber(ARGV[1]), ARGV[2]
local length = redis.call('LLEN', KEYS[1])
if last == '' then
  return {0, length, redis.call('LRANGE', KEYS[1], 0, most - 1)}
end
local expected = math.min(length, math.max(0, ARGV[3] - math.max(0, ARGV[4] - length)))

local function page(from)
  return {from, length, redis.call('LRANGE', KEYS[1], from, from + most - 1)}
end

local function find(first, final)
  local window = redis.call('LRANGE', KEYS[1], first, final)
  for i = #window, 1, -1 do
    if window[i] == last then
      return first + i - 1
    end
  end
end

local near, far = math.max(0, expected - 20), math.max(0, expected - 5000)
local at = find(near, expected + 20) or (near > 0 and find(far, near - 1))
if at then
  return page(at + 1)
end
-- The list is worked off in order: if it is not ahead, it was claimed with all before it.
if far == 0 then
  return page(0)
end
return {-1, length, far - 1}
