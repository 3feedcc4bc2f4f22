-- Gives a queue another number of partitions; the present number becomes a former one.
-- KEYS: layouts of queues (HASH queue → 'present,former@since,…')
-- ARGV: queue, present number, new number
-- Returns whether it was changed; 0 when the present number is another one.
local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
local stored = redis.call('HGET', KEYS[1], ARGV[1]) or '1'
local present, former = string.match(stored, '^(%d+)(.*)$')
if present ~= ARGV[2] then
  return 0
end
local changed = ARGV[3] .. ',' .. present .. '@' .. now
for count, since in string.gmatch(former, ',(%d+)@(%d+)') do
  if count ~= ARGV[3] then
    changed = changed .. ',' .. count .. '@' .. since
  end
end
redis.call('HSET', KEYS[1], ARGV[1], changed)
return 1
