-- Removes a second factor, but the last.
-- KEYS  factors
-- ARGV  1 id
-- Reply 1 when it is gone, now or before; 0 when it is the last
if redis.call('HEXISTS', KEYS[1], 'f' .. ARGV[1]) == 0 then return 1 end
if redis.call('HLEN', KEYS[1]) <= 2 then return 0 end
redis.call('HDEL', KEYS[1], 'f' .. ARGV[1], 'n' .. ARGV[1])
return 1
