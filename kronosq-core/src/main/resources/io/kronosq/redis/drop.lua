-- Drops a queue that has no task, or whatever it has when forced; in both cases leases stay, since servers go on serving it.
-- KEYS: leases, pending, stale, scheduled, retry, archived, completed, waiting in lanes, order of groups, active of each server, …,
--   whatever else goes, …
-- ARGV: number of servers, server, …, 'force' or ''
-- Returns how many tasks are in its way, 0 when it was dropped, -1 when the servers are others by now.
local servers = tonumber(ARGV[1])
if redis.call('ZCARD', KEYS[1]) ~= servers then
  return -1
end
for i = 1, servers do
  if not redis.call('ZSCORE', KEYS[1], ARGV[1 + i]) then
    return -1
  end
end
local tasks = redis.call('LLEN', KEYS[2]) - (redis.call('HGET', KEYS[3], '') or 0)
for i = 4, 9 do
  tasks = tasks + redis.call('ZCARD', KEYS[i])
end
for i = 10, 9 + servers do
  tasks = tasks + redis.call('SCARD', KEYS[i])
end
if tasks > 0 and ARGV[2 + servers] ~= 'force' then
  return tasks
end
-- Redis frees the memory in the background.
redis.call('UNLINK', unpack(KEYS, 2))
return 0
