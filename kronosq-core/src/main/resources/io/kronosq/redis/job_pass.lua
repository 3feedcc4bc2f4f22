-- Passes a portion of a bulk job in which nothing is to be done.
-- KEYS: progress
-- ARGV: see progress
-- Returns the counts; one number when the portion is not the next one.
local progress = progressAt(1, 1)
if not progress.isNext() then
  return {-2}
end
return progress.pass(0, 0)
