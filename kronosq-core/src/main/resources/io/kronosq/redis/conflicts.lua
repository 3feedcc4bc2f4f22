-- Which new tasks would meet another one, by id or lock, or were stored from the same row before.
-- KEYS: tasks, stale, members of groups, relayed, lock, …
-- ARGV: chosen id or '', index of its lock among the locks or 0, number of its row or '', …, outbox of the rows or ''
-- Returns for each task '' or the id of the task in its way.
local others, outbox = {}, ARGV[#ARGV]
local relayed = outbox ~= '' and relayedAt(KEYS[4], outbox, 0)

-- A task that was archived while pending keeps its envelope apart.
local function isAside(id)
  local entry = redis.call('HGET', KEYS[2], id)
  return entry and not string.match(entry, '^%d+:$')
end

for i = 1, #ARGV - 1, 3 do
  local id, lock, number = ARGV[i], tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2])
  local other = ''
  if number and relayed.has(number, id) then
    other = id
  elseif id ~= '' and (redis.call('HEXISTS', KEYS[1], id) == 1 or redis.call('HEXISTS', KEYS[3], id) == 1 or isAside(id)) then
    other = id
  elseif lock > 0 then
    other = redis.call('GET', KEYS[4 + lock]) or ''
  end
  others[#others + 1] = other
end
return others
