-- Adds a second factor. The caller has verified it.
-- KEYS  factors, the device's permit
-- ARGV  1 id  2 record  3 counter  4 factors_max  5 whether a factor is fresh
-- Reply 'added' | 'required' | 'refused'
local count = redis.call('HLEN', KEYS[1]) / 2
if count > 0 and ARGV[5] ~= '1' and redis.call('EXISTS', KEYS[2]) == 0 then return 'required' end
if count >= tonumber(ARGV[4]) then return 'refused' end
if redis.call('HSETNX', KEYS[1], 'f' .. ARGV[1], ARGV[2]) == 0 then return 'refused' end
redis.call('HSET', KEYS[1], 'n' .. ARGV[1], ARGV[3])
redis.call('DEL', KEYS[2])
return 'added'
