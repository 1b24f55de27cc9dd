-- Begins to erase a closed conversation whose day has come. A client that wrote meanwhile has opened it again.
-- KEYS  1 conversation  2 retention  3 conversations being erased
-- ARGV  1 conversation id  2 now  3 hint channel of the conversation
-- Reply {'begun'} | {'kept'}
local head = redis.call('HMGET', KEYS[1], 'state', 'erase_at', 'mailbox')
if head[1] ~= 'closed' or tonumber(head[2]) > tonumber(ARGV[2]) then
  redis.call('ZREM', KEYS[2], ARGV[1])
  return {'kept'}
end
redis.call('HSET', KEYS[1], 'state', 'erasing', 'erased_at', ARGV[2], 'leaving', head[3])
redis.call('HDEL', KEYS[1], 'mailbox')
redis.call('ZREM', KEYS[2], ARGV[1])
redis.call('ZADD', KEYS[3], ARGV[2], ARGV[1])
redis.call('PUBLISH', ARGV[3], '')
return {'begun'}
