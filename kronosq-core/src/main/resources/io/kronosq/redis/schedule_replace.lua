-- Replaces the definition of a schedule unless somebody else did meanwhile. The field '' counts changes.
-- KEYS: definitions
-- ARGV: schedule id, expected definition or '', new definition or '' to remove it
-- Returns whether it was replaced.
if (redis.call('HGET', KEYS[1], ARGV[1]) or '') ~= ARGV[2] then
  return 0
end
if ARGV[3] == '' then
  redis.call('HDEL', KEYS[1], ARGV[1])
else
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
end
redis.call('HINCRBY', KEYS[1], '', 1)
return 1
