-- Keeps what a new recovery card opens; the card before it is gone in the same step.
-- KEYS  card, the advisor's card, the advisor's second factors
-- ARGV  1 advisor id  2 sealed identity key  3 now  4 whether a factor is fresh
-- Reply when the card was made; nil when there are factors and none is fresh
local of = redis.call('HMGET', KEYS[2], 'key', 'made_at')
if of[1] == KEYS[1] then return tonumber(of[2]) end
if ARGV[4] ~= '1' and redis.call('EXISTS', KEYS[3]) == 1 then return false end
if of[1] then redis.call('DEL', of[1]) end
redis.call('HSET', KEYS[1], 'advisor', ARGV[1], 'sealed', ARGV[2])
redis.call('HSET', KEYS[2], 'key', KEYS[1], 'made_at', ARGV[3])
return tonumber(ARGV[3])
