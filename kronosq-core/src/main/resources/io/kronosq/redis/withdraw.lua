-- Takes away what is known of a server.
-- KEYS: servers with the time of their report, reports, what operators want, samples of the server's concurrency
-- ARGV: server
-- Returns nothing of interest.
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('HDEL', KEYS[2], ARGV[1])
redis.call('HDEL', KEYS[3], 'quiet:' .. ARGV[1], 'stop:' .. ARGV[1], 'concurrency:' .. ARGV[1])
redis.call('UNLINK', KEYS[4])
return 0
