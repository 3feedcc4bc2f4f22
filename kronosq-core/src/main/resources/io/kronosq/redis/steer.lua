-- Notes what operators want of a server.
-- KEYS: servers with the time of their report, what operators want
-- ARGV: server, aspect, what is wanted; empty for what the server is configured to
-- Returns 1, or 0 when there is no such server.
if not redis.call('ZSCORE', KEYS[1], ARGV[1]) then
  return 0
end
if ARGV[3] == '' then
  redis.call('HDEL', KEYS[2], ARGV[2] .. ':' .. ARGV[1])
else
  redis.call('HSET', KEYS[2], ARGV[2] .. ':' .. ARGV[1], ARGV[3])
end
return 1
