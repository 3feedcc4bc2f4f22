-- How far a bulk job has come in a partition; stands before the scripts by which it goes on.
-- A portion takes effect, is counted and is passed in one step: whoever goes on with the job after anything was lost neither does
-- it again nor counts it twice. Answers nil without a job.
-- KEYS[key]: HASH at, scanned, matched, changed, refused
-- ARGV from `first` on: place before the portion, its last place ('' without a job), entries, tasks that are meant, ms to keep this
local function progressAt(key, first)
  local from, to = ARGV[first], ARGV[first + 1]
  if to == '' then
    return nil
  end
  local progress = {}

  function progress.isNext()
    return (redis.call('HGET', KEYS[key], 'at') or '') == from
  end

  -- Answers the counts that the job has come to.
  function progress.pass(changed, refused)
    redis.call('HSET', KEYS[key], 'at', to)
    local counts = {
      redis.call('HINCRBY', KEYS[key], 'scanned', ARGV[first + 2]),
      redis.call('HINCRBY', KEYS[key], 'matched', ARGV[first + 3]),
      redis.call('HINCRBY', KEYS[key], 'changed', changed),
      redis.call('HINCRBY', KEYS[key], 'refused', refused)
    }
    redis.call('PEXPIRE', KEYS[key], ARGV[first + 4])
    return counts
  end

  return progress
end
