-- Refuses ticks of older revisions of a schedule.
-- KEYS: state of the schedule, its history
-- ARGV: oldest revision that may tick, ms after which what is left goes; 0 for never
-- Returns revision, last tick or 0, id of the last task or ''.
local known = redis.call('HMGET', KEYS[1], 'revision', 'last', 'task')
local revision = math.max(tonumber(known[1] or 0), tonumber(ARGV[1]))
redis.call('HSET', KEYS[1], 'revision', string.format('%d', revision))
if ARGV[2] == '0' then
  redis.call('PERSIST', KEYS[1])
  redis.call('PERSIST', KEYS[2])
else
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  redis.call('PEXPIRE', KEYS[2], ARGV[2])
end
return {revision, tonumber(known[2] or 0), known[3] or ''}
