-- What handlers told; stands before the scripts that need it.

-- Forgets what was told of tasks.
local function forgetNotes(notes, ids, first, last)
  local told = {}
  for i = first or 1, last or #ids do
    told[#told + 1] = ids[i] .. '\n'
  end
  redis.call('HDEL', notes, unpack(ids, first, last))
  redis.call('HDEL', notes, unpack(told))
end
