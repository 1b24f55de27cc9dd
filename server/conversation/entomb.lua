-- The last step of erasing: the log and all beside it go, and a tombstone tells the advisors' devices for a while.
-- KEYS  1 conversation  2 log  3 statements  4 and 5 what was written today  6 conversations being erased  7 tombstones,
--       then a desk, its activity counter and a note for every advisor
-- ARGV  1 conversation id  2 when the tombstone goes  3 advisors, raw, one after the other  4 hint channel of the
--       conversation, then one hint channel per desk in KEYS
-- Reply {'erased'} | {'absent'}
local head = redis.call('HMGET', KEYS[1], 'state', 'head_seq', 'head_hash', 'erased_at')
if head[1] ~= 'erasing' then
  redis.call('ZREM', KEYS[6], ARGV[1])
  return {'absent'}
end
redis.call('DEL', KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5])
redis.call('HSET', KEYS[1], 'state', 'erased', 'head_seq', head[2], 'head_hash', head[3], 'erased_at', head[4],
  'advisors', ARGV[3])
redis.call('ZREM', KEYS[6], ARGV[1])
redis.call('ZADD', KEYS[7], ARGV[2], ARGV[1])
redis.call('PUBLISH', ARGV[4], '')
for i = 1, (#KEYS - 7) / 3 do
  redis.call('ZADD', KEYS[5 + 3 * i], redis.call('INCR', KEYS[6 + 3 * i]), ARGV[1])
  redis.call('DEL', KEYS[7 + 3 * i])
  redis.call('PUBLISH', ARGV[4 + i], '')
end
return {'erased'}
