-- Limits; stands before the scripts that need it.
-- Text: 'most at a time;tasks;per ms;burst', each part '' for none.
-- A rate is kept by the time at which the last task taken would have started had all kept their distance (µs, in the rates): it may
-- be ahead of the clock by the slack, which the burst makes.

-- The limits of a text; nil for none. Of a queue with several partitions each has its part.
local function limitsOf(text, index, count)
  local most, tasks, per, burst = string.match(text, '^(%d*);(%d*);(%d*);(%d*)$')
  local limits = {}
  if most and most ~= '' then
    limits.most = math.max(1, math.floor(most / count) + (index < most % count and 1 or 0))
  end
  if tasks and tasks ~= '' then
    limits.interval = per * 1000 * count / tasks
    limits.slack = (math.max(1, math.ceil(burst / count)) - 1) * limits.interval
  end
  return (limits.most or limits.interval) and limits
end

-- How many tasks a rate allows now, and where it stands.
local function allowedBy(limits, rates, name, micros)
  local at = math.max(micros, tonumber(redis.call('ZSCORE', rates, name) or 0))
  return math.max(0, math.floor((micros + limits.slack - at) / limits.interval + 1.000001)), at
end

-- Notes that tasks were taken. What rates know of the past goes, a bounded number at a time, and all of it with time.
local function spend(limits, rates, name, at, number, micros)
  local moved = at + number * limits.interval
  local past = redis.call('ZRANGEBYSCORE', rates, '-inf', '(' .. string.format('%.0f', micros), 'LIMIT', 0, 100)
  if #past > 0 then
    redis.call('ZREM', rates, unpack(past))
  end
  redis.call('ZADD', rates, moved, name)
  local left = math.ceil((moved - micros) / 1000) + 60000
  if redis.call('PTTL', rates) < left then
    redis.call('PEXPIRE', rates, left)
  end
  return moved
end

-- When it is worth while to ask again: with the next task that the rate allows, or with a few of them where the slack bears it.
local function nextAllowed(limits, at, micros)
  return math.max(at - limits.slack, micros + math.min(20000, limits.slack / 5))
end
