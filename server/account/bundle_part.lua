-- Keeps one part of a bundle; part 0 starts it anew, and an advisor has one bundle at a time.
-- KEYS  offer, bundle, the advisor's bundle
-- ARGV  1 advisor id  2 index  3 parts  4 part  5 life in seconds
-- Reply 1, or 0 when there is no such offer, it was admitted already, or the parts before are missing
local offer = redis.call('HMGET', KEYS[1], 'offer', 'certificate')
if not offer[1] or offer[2] then return 0 end
if ARGV[2] == '0' then
  local before = redis.call('GET', KEYS[3])
  if before then redis.call('DEL', before) end
  redis.call('DEL', KEYS[2])
  redis.call('HSET', KEYS[2], 'advisor', ARGV[1], 'parts', ARGV[3])
  redis.call('SET', KEYS[3], KEYS[2], 'EX', ARGV[5])
end
local bundle = redis.call('HMGET', KEYS[2], 'advisor', 'parts')
if bundle[1] ~= ARGV[1] or bundle[2] ~= ARGV[3] then return 0 end
redis.call('HSET', KEYS[2], ARGV[2], ARGV[4])
redis.call('EXPIRE', KEYS[2], ARGV[5])
return 1
