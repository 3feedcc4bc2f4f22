-- Says that somebody watches the events.
-- KEYS: since when somebody watches, with a time to live
-- ARGV: how long that holds unless it is said again, ms
-- Returns since when somebody has watched without a break, ms.
local since = redis.call('GET', KEYS[1])
if not since then
  local time = redis.call('TIME')
  since = time[1] * 1000 + math.floor(time[2] / 1000)
end
redis.call('SET', KEYS[1], since, 'PX', ARGV[1])
return {tostring(since)}
