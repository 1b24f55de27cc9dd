-- Keeps a time that an advisor chose for one of its conversations. The id follows from the request's, so a repeat
-- finds what the first one made.
-- KEYS  1 appointment  2 conversation  3 the advisor's desk  4 appointments of the conversation  5 of the advisor
--       6 change counter of the conversation  7 of the advisor  8.. claims of days
-- ARGV  1 appointment id  2 conversation id  3 advisor  4 request id  5 now  6 most appointments to come  7 start
--       8 end  9 first quarter  10 number of quarters  11 hint channel of the conversation  12 of the advisor
--       13.. the days
-- Reply {'proposed'} | {'taken', claim} | {'past'} | {'full'} | {'absent'}
if not redis.call('HGET', KEYS[2], 'mailbox') then return {'absent'} end
if not redis.call('ZSCORE', KEYS[3], ARGV[2]) then return {'absent'} end
if redis.call('EXISTS', KEYS[1]) == 1 then return {'proposed'} end
if tonumber(ARGV[7]) <= tonumber(ARGV[5]) then return {'past'} end
if has_most(KEYS[4], KEYS[1], ARGV[5], tonumber(ARGV[6])) then return {'full'} end
know_days(8, 13)
local first, count = tonumber(ARGV[9]), tonumber(ARGV[10])
local other = in_the_way(first, count, tonumber(redis.call('TIME')[1]))
if other then return {'taken', other} end

take(first, count, 'a' .. ARGV[1])
redis.call('HSET', KEYS[1], 'advisor', ARGV[3], 'conversation', ARGV[2], 'start', ARGV[7], 'end', ARGV[8],
  'quarter', first, 'count', count, 'state', 'proposed', 'request', ARGV[4], 'revision', 0, 'proposed_by', 'advisor')
redis.call('ZADD', KEYS[4], ARGV[7], ARGV[1])
redis.call('ZADD', KEYS[5], ARGV[7], ARGV[1])
redis.call('INCR', KEYS[6])
redis.call('INCR', KEYS[7])
redis.call('PUBLISH', ARGV[11], '')
redis.call('PUBLISH', ARGV[12], '')
return {'proposed'}
