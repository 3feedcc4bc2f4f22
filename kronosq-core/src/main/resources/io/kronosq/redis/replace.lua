-- Gives a waiting task another content; stands before the scripts that need it. What handlers told of the earlier content goes.
-- A task waits when it is scheduled, in retry or pending. Pending is what has an envelope and stands nowhere else, since the
-- pending list is not searched; the entry of a pending task that is put off stays behind there as a stale one.
-- keys: tasks, stale, notes, scheduled, retry, archived, completed, leases, active (how the keys of active sets begin), lanes
-- at: when the task shall be due, or nil to leave it where it is; in retry, or pending when that is past, it stays in any case
-- Returns whether it was waiting.
local function replaceWaiting(keys, id, envelope, at, now)
  local stale, aside = 0, ''
  local entry = redis.call('HGET', keys.stale, id)
  if entry then
    stale, aside = string.match(entry, '^(%d+):(.*)$')
    stale = tonumber(stale)
  end
  if aside == '' and redis.call('HEXISTS', keys.tasks, id) == 0
    or redis.call('ZSCORE', keys.archived, id) or redis.call('ZSCORE', keys.completed, id) then
    return false
  end
  local scheduled = redis.call('ZSCORE', keys.scheduled, id)
  local pending = not scheduled and not redis.call('ZSCORE', keys.retry, id)
  if pending then
    for _, server in ipairs(redis.call('ZRANGE', keys.leases, 0, -1)) do
      if redis.call('SISMEMBER', keys.active .. server, id) == 1 then
        return false
      end
    end
  end
  local puts = at and (scheduled or pending and at > now)
  if puts then
    redis.call('ZADD', keys.scheduled, at, id)
  end
  if puts and pending then
    local own = keys.lanes.entries({id})[1]
    if not own or not keys.lanes.leave(id, own) then
      stale = stale + 1
      redis.call('HINCRBY', keys.stale, '', 1)
      redis.call('HDEL', keys.tasks, id)
    end
  end
  if stale > 0 then
    redis.call('HSET', keys.stale, id, stale .. ':' .. envelope)
  else
    redis.call('HSET', keys.tasks, id, envelope)
  end
  forgetNotes(keys.notes, {id})
  return true
end
