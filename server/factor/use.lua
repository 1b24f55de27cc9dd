-- Uses a second factor once: its counter must go on. 0 stays 0 for passkeys that do not count.
-- KEYS  factors
-- ARGV  1 id  2 new counter
-- Reply 1 when it counts, 0 when it was used before or is gone
local stored = tonumber(redis.call('HGET', KEYS[1], 'n' .. ARGV[1]))
local new = tonumber(ARGV[2])
if not stored or (new <= stored and not (new == 0 and stored == 0)) then return 0 end
redis.call('HSET', KEYS[1], 'n' .. ARGV[1], ARGV[2])
return 1
