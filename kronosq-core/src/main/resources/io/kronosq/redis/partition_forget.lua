-- Forgets a former number of partitions of a queue.
-- KEYS: layouts of queues
-- ARGV: queue, former number, how long it must have been former, ms
-- Returns whether it was forgotten.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local stored = redis.call('HGET', KEYS[1], ARGV[1]) or '1'
local present, former = string.match(stored, '^(%d+)(.*)$')
local kept, forgotten = present, 0
for count, since in string.gmatch(former, ',(%d+)@(%d+)') do
  if count == ARGV[2] and tonumber(since) + ARGV[3] <= now then
    forgotten = 1
  else
    kept = kept .. ',' .. count .. '@' .. since
  end
end
if kept == '1' then
  redis.call('HDEL', KEYS[1], ARGV[1])
elseif forgotten == 1 then
  redis.call('HSET', KEYS[1], ARGV[1], kept)
end
return forgotten
