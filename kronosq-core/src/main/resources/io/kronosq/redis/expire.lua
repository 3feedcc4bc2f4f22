-- Completed and archived tasks whose time is over → gone, a bounded number at a time.
-- KEYS: completed, results, archived, tasks, attempts, stale, notes, index, waiting, turns and busy of lanes
-- ARGV: most tasks kept in the archive, longest age in the archive in ms, most tasks to remove of each kind
-- Returns how many were removed.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local removed, lanes = 0, lanesAt(8, time[1] * 1000000 + time[2])

local function remove(key, ids)
  if #ids > 0 then
    redis.call('ZREM', key, unpack(ids))
    redis.call('HDEL', KEYS[4], unpack(ids))
    redis.call('HDEL', KEYS[5], unpack(ids))
    redis.call('HDEL', KEYS[2], unpack(ids))
    forgetNotes(KEYS[7], ids)
    if lanes then
      lanes.forget(ids)
    end
    for i, entry in ipairs(redis.call('HMGET', KEYS[6], unpack(ids))) do
      if entry then
        redis.call('HSET', KEYS[6], ids[i], string.match(entry, '^%d+:'))
      end
    end
    removed = removed + #ids
  end
end

remove(KEYS[1], redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, ARGV[3]))
remove(KEYS[3], redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', now - ARGV[2], 'LIMIT', 0, ARGV[3]))
local surplus = math.min(tonumber(ARGV[3]), redis.call('ZCARD', KEYS[3]) - ARGV[1])
if surplus > 0 then
  remove(KEYS[3], redis.call('ZRANGE', KEYS[3], 0, surplus - 1))
end
return removed
