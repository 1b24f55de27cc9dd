-- Takes a conversation off a waiting list.
-- KEYS  1 what the conversation waits for  2 the advisor's list  3 advisors for whom somebody waits
-- ARGV  1 conversation  2 advisor
-- Reply {'removed'}
redis.call('DEL', KEYS[1])
redis.call('ZREM', KEYS[2], ARGV[1])
if redis.call('EXISTS', KEYS[2]) == 0 then redis.call('SREM', KEYS[3], ARGV[2]) end
return {'removed'}
