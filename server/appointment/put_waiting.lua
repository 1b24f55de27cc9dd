-- Puts a conversation on an advisor's waiting list, or changes what it waits for.
-- KEYS  1 conversation  2 the advisor's desk  3 what the conversation waits for  4 the advisor's list
--       5 advisors for whom somebody waits
-- ARGV  1 conversation  2 mailbox  3 advisor  4 wishes  5 now  6 most on a list
-- Reply {'put'|'full'|'absent'}
if redis.call('HGET', KEYS[1], 'mailbox') ~= ARGV[2] then return {'absent'} end
if not redis.call('ZSCORE', KEYS[2], ARGV[1]) then return {'absent'} end
if not redis.call('ZSCORE', KEYS[4], ARGV[1]) and redis.call('ZCARD', KEYS[4]) >= tonumber(ARGV[6]) then
  return {'full'}
end
redis.call('HSET', KEYS[3], 'advisor', ARGV[3], 'wishes', ARGV[4], 'made_at', ARGV[5])
redis.call('ZADD', KEYS[4], 'NX', ARGV[5], ARGV[1])
redis.call('SADD', KEYS[5], ARGV[3])
return {'put'}
