-- Approves or suspends an advisor that enrolled.
-- KEYS  advisor, enrolments, accounts version
-- ARGV  1 advisor id  2 new state  3 hint channel of the directory
-- Reply 1, or 0 when there is no such advisor
if redis.call('HEXISTS', KEYS[1], 'aik') == 0 then return 0 end
redis.call('HSET', KEYS[1], 'state', ARGV[2])
redis.call('SREM', KEYS[2], ARGV[1])
redis.call('INCR', KEYS[3])
redis.call('PUBLISH', ARGV[3], '')
return 1
