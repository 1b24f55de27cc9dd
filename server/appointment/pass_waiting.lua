-- An offer ran out: the next one comes after the others who wait, and this time is not offered to them again.
-- KEYS  1 what the conversation waits for  2 the advisor's list
-- ARGV  1 conversation  2 now  3 start of the offer that ran out
-- Reply {'passed'|'gone'}
if redis.call('HGET', KEYS[1], 'start') ~= ARGV[3] then return {'gone'} end
local missed = redis.call('HGET', KEYS[1], 'missed')
missed = missed and (missed .. ' ' .. ARGV[3]) or ARGV[3]
redis.call('HSET', KEYS[1], 'missed', string.sub(missed, -200))
redis.call('HDEL', KEYS[1], 'hold', 'start', 'end', 'kinds', 'expires_at')
redis.call('ZADD', KEYS[2], 'XX', ARGV[2], ARGV[1])
return {'passed'}
