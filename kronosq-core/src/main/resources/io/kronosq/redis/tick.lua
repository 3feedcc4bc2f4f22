-- Takes ticks of a schedule that nobody took, and enqueues their tasks as pending.
-- KEYS: state of the schedule, its history, tasks, pending, wake, archived, completed
-- ARGV: revision, floor ms, expected last ms, new last ms (both '' out of turn), latest missed ms or '',
--   1 to leave tasks out while the last one is not done, server, most history entries, id, tick ms, envelope, …
-- Returns status (0 done, 1 taken, 2 stale), oldest revision that may tick, last tick, number of tasks enqueued.
local known = redis.call('HMGET', KEYS[1], 'revision', 'last', 'task')
local revision, task = tonumber(known[1] or 0), known[3]
local last = math.max(tonumber(known[2] or 0), tonumber(ARGV[2]))
if revision > tonumber(ARGV[1]) then
  return {2, revision, last, 0}
end
local inTurn = ARGV[3] ~= ''
if inTurn and last ~= tonumber(ARGV[3]) then
  return {1, revision, last, 0}
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local state = {'revision', ARGV[1]}
if inTurn then
  last = tonumber(ARGV[4])
  state[3], state[4] = 'last', ARGV[4]
end

local function note(tick, outcome, id)
  redis.call('LPUSH', KEYS[2], tick .. '\n' .. string.format('%d', now) .. '\n' .. outcome .. '\n' .. ARGV[7] .. '\n' .. id)
end

local function isOpen(id)
  return id and redis.call('HEXISTS', KEYS[3], id) == 1
    and not redis.call('ZSCORE', KEYS[6], id) and not redis.call('ZSCORE', KEYS[7], id)
end

redis.call('HSET', KEYS[1], unpack(state))
redis.call('PERSIST', KEYS[1])
redis.call('PERSIST', KEYS[2])
if ARGV[5] ~= '' then
  note(ARGV[5], 'MISSED', '')
end
local enqueued = 0
for i = 9, #ARGV, 3 do
  local id = ARGV[i]
  if ARGV[6] == '1' and isOpen(task) then
    note(ARGV[i + 1], 'OVERLAPPED', '')
  else
    redis.call('HSET', KEYS[3], id, ARGV[i + 2])
    if redis.call('RPUSH', KEYS[4], id) == 1 and redis.call('EXISTS', KEYS[5]) == 0 then
      redis.call('RPUSH', KEYS[5], '1')
    end
    note(ARGV[i + 1], inTurn and 'ENQUEUED' or 'TRIGGERED', id)
    task, enqueued = id, enqueued + 1
  end
end
if enqueued > 0 then
  redis.call('HSET', KEYS[1], 'task', task)
end
redis.call('LTRIM', KEYS[2], 0, ARGV[8] - 1)
return {0, tonumber(ARGV[1]), last, enqueued}
