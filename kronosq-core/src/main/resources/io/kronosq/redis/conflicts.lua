-- Which new tasks would meet another one, by id or lock.
-- KEYS: tasks, lock, …
-- ARGV: chosen id or '', index of its lock among the locks or 0, …
-- Returns for each task '' or the id of the task in its way.
local others = {}
for i = 1, #ARGV, 2 do
  local id, lock = ARGV[i], tonumber(ARGV[i + 1])
  local other = ''
  if id ~= '' and redis.call('HEXISTS', KEYS[1], id) == 1 then
    other = id
  elseif lock > 0 then
    other = redis.call('GET', KEYS[1 + lock]) or ''
  end
  others[#others + 1] = other
end
return others
