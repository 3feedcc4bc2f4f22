-- Reads envelopes wherever they are kept; in one step, since claims and operators move them.
-- KEYS: tasks, stale
-- ARGV: id, …
-- Returns for each task its envelope, or nil when it is gone.
local found = redis.call('HMGET', KEYS[1], unpack(ARGV))
local aside = redis.call('HMGET', KEYS[2], unpack(ARGV))
for i = 1, #ARGV do
  found[i] = found[i] or (aside[i] and string.match(aside[i], '^%d+:(.+)$')) or false
end
return found
