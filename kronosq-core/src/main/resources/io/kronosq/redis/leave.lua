-- Gives up a lease, unless tasks are still active on the server: those are for others to recover.
-- KEYS: leases, active of the server
-- ARGV: server
-- Returns whether the lease was given up.
if redis.call('EXISTS', KEYS[2]) == 1 then
  return 0
end
return redis.call('ZREM', KEYS[1], ARGV[1])
