-- Says that a held time is for a conversation that waits, unless it no longer does or has one already.
-- KEYS  1 what the conversation waits for  2 change counter of its appointments
-- ARGV  1 now  2 hold  3 start  4 end  5 kinds  6 when the hold ends  7 hint channel of the conversation
-- Reply {'offered'|'gone'}
local entry = redis.call('HMGET', KEYS[1], 'advisor', 'expires_at')
if not entry[1] or (entry[2] and tonumber(entry[2]) > tonumber(ARGV[1])) then return {'gone'} end
redis.call('HSET', KEYS[1], 'hold', ARGV[2], 'start', ARGV[3], 'end', ARGV[4], 'kinds', ARGV[5], 'expires_at', ARGV[6])
redis.call('INCR', KEYS[2])
redis.call('PUBLISH', ARGV[7], '')
return {'offered'}
