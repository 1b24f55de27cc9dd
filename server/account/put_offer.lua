-- Keeps the offer of a device until it expires.
-- KEYS  offer, offers
-- ARGV  1 offer id  2 offer  3 hash of the unlock token  4 now  5 life in seconds  6 offers_max
-- Reply {'offered', expires at} | {'taken'} | {'full'}
local kept = redis.call('HMGET', KEYS[1], 'offer', 'token_hash', 'expires_at')
if kept[1] then
  if kept[1] == ARGV[2] and kept[2] == ARGV[3] then return {'offered', tonumber(kept[3])} end
  return {'taken'}
end
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', ARGV[4])
if redis.call('ZCARD', KEYS[2]) >= tonumber(ARGV[6]) then return {'full'} end
local expires_at = tonumber(ARGV[4]) + tonumber(ARGV[5])
redis.call('ZADD', KEYS[2], expires_at, ARGV[1])
redis.call('HSET', KEYS[1], 'offer', ARGV[2], 'token_hash', ARGV[3], 'expires_at', expires_at)
redis.call('EXPIRE', KEYS[1], ARGV[5])
return {'offered', expires_at}
