-- Releases unique locks whose task was archived by a recovery.
-- KEYS: lock, …
-- ARGV: holder of each lock, …
-- Returns how many were released.
local released = 0
for i = 1, #KEYS do
  if redis.call('GET', KEYS[i]) == ARGV[i] then
    released = released + redis.call('DEL', KEYS[i])
  end
end
return released
