-- Which new tasks would meet another one, by id or lock.
-- KEYS: tasks, stale, members of groups, lock, …
-- ARGV: chosen id or '', index of its lock among the locks or 0, …
-- Returns for each task '' or the id of the task in its way.
local others = {}

-- A task that was archived while pending keeps its envelope apart.
local function isAside(id)
  local entry = redis.call('HGET', KEYS[2], id)
  return entry and not string.match(entry, '^%d+:$')
end

for i = 1, #ARGV, 2 do
  local id, lock = ARGV[i], tonumber(ARGV[i + 1])
  local other = ''
  if id ~= '' and (redis.call('HEXISTS', KEYS[1], id) == 1 or redis.call('HEXISTS', KEYS[3], id) == 1 or isAside(id)) then
    other = id
  elseif lock > 0 then
    other = redis.call('GET', KEYS[3 + lock]) or ''
  end
  others[#others + 1] = other
end
return others
