-- Active → archived, with the log of attempts, and with what is left of a batch; the oldest beyond the archive's limits go, a bounded number at a time.
-- KEYS: active of the server, archived, tasks, attempts, stale, notes, index, waiting, turns and busy of lanes, lock, …
-- ARGV: most tasks kept, longest age in ms, id, log, index of its lock among the locks or 0,
--   its envelope if that is another one now or '', …
-- Returns refused ids.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local refused, archived, lanes = {}, {}, lanesAt(7, time[1] * 1000000 + time[2])

for i = 3, #ARGV, 4 do
  local id, lock = ARGV[i], tonumber(ARGV[i + 2])
  if redis.call('SREM', KEYS[1], id) == 0 then
    refused[#refused + 1] = id
  else
    redis.call('ZADD', KEYS[2], now, id)
    redis.call('HSET', KEYS[4], id, ARGV[i + 1])
    if ARGV[i + 3] ~= '' then
      redis.call('HSET', KEYS[3], id, ARGV[i + 3])
    end
    archived[#archived + 1] = id
    if lock > 0 and redis.call('GET', KEYS[10 + lock]) == id then
      redis.call('DEL', KEYS[10 + lock])
    end
  end
end
if lanes and #archived > 0 then
  lanes.release(archived)
end
local surplus = math.min(1000, redis.call('ZCARD', KEYS[2]) - ARGV[1])
local old
if surplus > 0 then
  old = redis.call('ZRANGE', KEYS[2], 0, surplus - 1)
else
  old = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now - ARGV[2], 'LIMIT', 0, 1000)
end
if #old > 0 then
  redis.call('ZREM', KEYS[2], unpack(old))
  redis.call('HDEL', KEYS[3], unpack(old))
  redis.call('HDEL', KEYS[4], unpack(old))
  if redis.call('EXISTS', KEYS[6]) == 1 then
    forgetNotes(KEYS[6], old)
  end
  if lanes then
    lanes.forget(old)
  end
  for i, entry in ipairs(redis.call('HMGET', KEYS[5], unpack(old))) do
    if entry then
      redis.call('HSET', KEYS[5], old[i], string.match(entry, '^%d+:'))
    end
  end
end
return refused
