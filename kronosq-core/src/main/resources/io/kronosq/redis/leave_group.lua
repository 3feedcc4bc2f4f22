-- Which tasks wait in groups; those that are to be deleted are gone then.
-- KEYS: members, order, due and settings of groups, progress of a bulk job
-- ARGV: 'delete' or '', five of the progress, id, …
-- Returns for each task 1 or 0. Of a bulk job the counts that it has come to; one number when it is beyond this.
local progress = progressAt(5, 2)
if progress and not progress.isNext() then
  return {-2}
end
local groups, found, left = groupsAt(1, 0), {}, 0
for i = 7, #ARGV do
  local there = ARGV[1] == 'delete' and groups.remove(ARGV[i]) or redis.call('HEXISTS', KEYS[1], ARGV[i]) == 1
  found[#found + 1] = there and 1 or 0
  left = left + found[#found]
end
return progress and progress.pass(left, #found - left) or found
