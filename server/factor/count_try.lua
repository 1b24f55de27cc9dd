-- Counts a code before it is looked at, so that many at once are counted too; the count lives an hour from the first.
-- KEYS  tries
-- ARGV  1 life in seconds
-- Reply {count, seconds until it starts anew}
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return {count, redis.call('TTL', KEYS[1])}
