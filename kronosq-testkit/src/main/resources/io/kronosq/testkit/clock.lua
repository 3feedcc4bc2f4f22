-- Stands before each script of a test's store: the test's clock takes the place of Redis' own, for TIME and for
-- keys with a time to live. <prefix>/clock has the time in µs; <prefix>/expiries, a ZSET, the ms at which keys go.
local redis = (function(real)
  local prefix = string.match(KEYS[1], '^[^:]+')
  local clock, expiries = prefix .. '/clock', prefix .. '/expiries'
  local micros = tonumber(real.call('GET', clock))
  local now = math.floor(micros / 1000)

  for _, key in ipairs(real.call('ZRANGEBYSCORE', expiries, '-inf', string.format('%.0f', now))) do
    real.call('UNLINK', key)
    real.call('ZREM', expiries, key)
  end

  local function expire(key, millis)
    real.call('ZADD', expiries, string.format('%.0f', now + millis), key)
  end

  local commands = {}

  function commands.TIME()
    return {string.format('%.0f', math.floor(micros / 1000000)), string.format('%.0f', micros % 1000000)}
  end

  function commands.SET(key, value, ...)
    local given, others, millis, i = {...}, {}, nil, 1
    while i <= #given do
      if given[i] == 'PX' then
        millis = tonumber(given[i + 1])
        i = i + 2
      else
        others[#others + 1] = given[i]
        i = i + 1
      end
    end
    local done = real.call('SET', key, value, unpack(others))
    if done then
      if millis then
        expire(key, millis)
      else
        real.call('ZREM', expiries, key)
      end
    end
    return done
  end

  function commands.PEXPIRE(key, millis)
    if real.call('EXISTS', key) == 0 then
      return 0
    end
    expire(key, tonumber(millis))
    return 1
  end

  function commands.PERSIST(key)
    return real.call('ZREM', expiries, key)
  end

  function commands.PTTL(key)
    if real.call('EXISTS', key) == 0 then
      return -2
    end
    local at = real.call('ZSCORE', expiries, key)
    return at and at - now or -1
  end

  function commands.DEL(...)
    real.call('ZREM', expiries, ...)
    return real.call('DEL', ...)
  end

  function commands.UNLINK(...)
    real.call('ZREM', expiries, ...)
    return real.call('UNLINK', ...)
  end

  local replaced = {}
  for name, value in pairs(real) do
    replaced[name] = value
  end
  function replaced.call(command, ...)
    local own = commands[command]
    if own then
      return own(...)
    end
    return real.call(command, ...)
  end
  return replaced
end)(redis)
