-- Replaces the availability of an advisor who is approved, and counts the versions of its rules.
-- KEYS  1 advisor  2 change counter of the advisor's appointments
-- ARGV  1 availability as JSON  2 hint channel of the advisor
-- Reply {'set'} | {'absent'}
if redis.call('HGET', KEYS[1], 'state') ~= 'approved' then return {'absent'} end
redis.call('HSET', KEYS[1], 'availability', ARGV[1])
redis.call('HINCRBY', KEYS[1], 'rules_n', 1)
redis.call('INCR', KEYS[2])
redis.call('PUBLISH', ARGV[2], '')
return {'set'}
