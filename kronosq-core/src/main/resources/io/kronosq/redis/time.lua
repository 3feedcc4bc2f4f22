-- The clock of the node that has a key.
-- KEYS: any one
-- Returns seconds since the epoch, and microseconds of the second.
local time = redis.call('TIME')
return {tonumber(time[1]), tonumber(time[2])}
