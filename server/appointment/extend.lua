-- Makes a hold last longer, once.
-- KEYS  1 hold  2.. claims of days
-- ARGV  1 hold id  2 life in s from now  3.. the days
-- Reply {'extended'|'already_extended', expires_at} | {'expired'}
local hold = redis.call('HMGET', KEYS[1], 'claim', 'quarter', 'count', 'expires_at', 'extended')
if not hold[1] then return {'expired'} end
if hold[5] then return {'already_extended', tonumber(hold[4])} end
know_days(2, 3)
local first, count = tonumber(hold[2]), tonumber(hold[3])
if not all_are(first, count, hold[1]) then return {'expired'} end

local expires_at = tonumber(redis.call('TIME')[1]) + tonumber(ARGV[2])
local mine = string.format('h%d:', expires_at) .. ARGV[1]
take(first, count, mine)
redis.call('HSET', KEYS[1], 'claim', mine, 'expires_at', expires_at, 'extended', 1)
redis.call('EXPIREAT', KEYS[1], expires_at)
return {'extended', expires_at}
