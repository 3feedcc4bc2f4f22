-- Which tasks wait in groups; those that are to be deleted are gone then.
-- KEYS: members, order, due and settings of groups
-- ARGV: 'delete' or '', id, …
-- Returns for each task 1 or 0.
local groups, found = groupsAt(1, 0), {}
for i = 2, #ARGV do
  local there = ARGV[1] == 'delete' and groups.remove(ARGV[i]) or redis.call('HEXISTS', KEYS[1], ARGV[i]) == 1
  found[#found + 1] = there and 1 or 0
end
return found
