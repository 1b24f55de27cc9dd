-- Lets an offered device have its certificate and bundle. The caller has verified the certificate.
-- KEYS  offer, bundle
-- ARGV  1 advisor id  2 certificate  3 head  4 now  5 life in seconds
-- Reply {'admitted', expires at} | {'absent'}
local offer = redis.call('HMGET', KEYS[1], 'offer', 'certificate', 'advisor', 'expires_at')
if not offer[1] then return {'absent'} end
if offer[2] then
  if offer[2] == ARGV[2] and offer[3] == ARGV[1] then return {'admitted', tonumber(offer[4])} end
  return {'absent'}
end
local bundle = redis.call('HMGET', KEYS[2], 'advisor', 'parts')
if bundle[1] ~= ARGV[1] then return {'absent'} end
-- Beside the parts stand the advisor and their number.
if redis.call('HLEN', KEYS[2]) ~= tonumber(bundle[2]) + 2 then return {'absent'} end
local expires_at = tonumber(ARGV[4]) + tonumber(ARGV[5])
redis.call('HSET', KEYS[1], 'advisor', ARGV[1], 'certificate', ARGV[2], 'head', ARGV[3], 'parts', bundle[2],
  'expires_at', expires_at)
redis.call('EXPIRE', KEYS[1], ARGV[5])
redis.call('EXPIRE', KEYS[2], ARGV[5])
return {'admitted', expires_at}
