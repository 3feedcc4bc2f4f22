-- Which rows of an outbox were stored; stands before the scripts that need it.
-- A relay that dies before it has deleted the rows it sent leaves them to the next one. So each outbox has (HASH outbox → number of the
-- row → id of its task) what was stored from rows that may be there still: none below the lowest row that the outbox has.
local function relayedAt(key, outbox, lowest)
  local relayed, kept = {}, {}
  local packed = redis.call('HGET', key, outbox)
  for number, id in pairs(packed and cmsgpack.unpack(packed) or {}) do
    if number >= lowest then
      kept[number] = id
    end
  end

  function relayed.has(number, id)
    return kept[number] == id
  end

  function relayed.add(number, id)
    kept[number] = id
  end

  function relayed.save()
    redis.call('HSET', key, outbox, cmsgpack.pack(kept))
  end
  return relayed
end
