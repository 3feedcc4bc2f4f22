-- New tasks wait in their groups, each unless its id is taken; a group that is full becomes a pending batch at once.
-- KEYS: tasks, pending, wake, stale, members, order, due and settings of groups, closed, relayed
-- ARGV: id, group, envelope, most tasks, grace in ms, longest delay in ms, end of the batch's id, head and tail of its envelope,
--   number of its row or '', …, outbox of the rows or '', lowest number of its rows
-- Returns for each task '' or the id of the task in its way, '' too if its row was stored before; nothing at all when the partition is closed to such tasks.
if redis.call('EXISTS', KEYS[9]) == 1 then
  return {}
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local groups, outcome, wakes = groupsAt(5, now), {}, false
local outbox = ARGV[#ARGV - 1]
local relayed = outbox ~= '' and relayedAt(KEYS[10], outbox, tonumber(ARGV[#ARGV]))

local function isTaken(id)
  local entry = redis.call('HGET', KEYS[4], id)
  return redis.call('HEXISTS', KEYS[1], id) == 1 or redis.call('HEXISTS', KEYS[5], id) == 1
    or entry and not string.match(entry, '^%d+:$')
end

for i = 1, #ARGV - 2, 10 do
  local id, group, number = ARGV[i], ARGV[i + 1], tonumber(ARGV[i + 9])
  if number and relayed.has(number, id) then
    outcome[#outcome + 1] = ''
  elseif isTaken(id) then
    outcome[#outcome + 1] = id
  else
    outcome[#outcome + 1] = ''
    if number then
      relayed.add(number, id)
    end
    local full, isNext = groups.add(id, group, ARGV[i + 2], tonumber(ARGV[i + 3]), tonumber(ARGV[i + 4]),
      tonumber(ARGV[i + 5]), ARGV[i + 6], ARGV[i + 7], ARGV[i + 8])
    if full then
      local _, pending = groups.flush(group, KEYS[1], KEYS[2])
      wakes = wakes or pending == 1
    end
    wakes = wakes or isNext
  end
end
if relayed then
  relayed.save()
end
if wakes and redis.call('EXISTS', KEYS[3]) == 0 then
  redis.call('RPUSH', KEYS[3], '1')
end
return outcome
