-- Closes a conversation, with the day on which it is erased, or opens it again.
-- KEYS  1 conversation  2 retention  3 open conversations by day, then a desk and its activity counter for every advisor
-- ARGV  1 conversation id  2 'close', 'open', or 'idle' to close it when nobody wrote meanwhile  3 now  4 when to erase
--       5 end of the day on which somebody wrote last, at most: for 'idle'  6 hint channel of the conversation, then one
--       hint channel per desk in KEYS
-- Reply {'closed', closed_at, erase_at} | {'open'} | {'absent'}
local head = redis.call('HMGET', KEYS[1], 'state', 'closed_at', 'erase_at')
if head[1] ~= 'open' then redis.call('ZREM', KEYS[3], ARGV[1]) end
if head[1] ~= 'open' and head[1] ~= 'closed' then return {'absent'} end
local closes = ARGV[2] ~= 'open'
if closes and head[1] == 'closed' then return {'closed', tonumber(head[2]), tonumber(head[3])} end
if not closes and head[1] == 'open' then return {'open'} end
if ARGV[2] == 'idle' then
  local last = redis.call('ZSCORE', KEYS[3], ARGV[1])
  if not last or tonumber(last) > tonumber(ARGV[5]) then return {'open'} end
end

if closes then
  redis.call('HSET', KEYS[1], 'state', 'closed', 'closed_at', ARGV[3], 'erase_at', ARGV[4])
  redis.call('ZADD', KEYS[2], ARGV[4], ARGV[1])
  redis.call('ZREM', KEYS[3], ARGV[1])
else
  redis.call('HSET', KEYS[1], 'state', 'open')
  redis.call('HDEL', KEYS[1], 'closed_at', 'erase_at')
  redis.call('ZREM', KEYS[2], ARGV[1])
  redis.call('ZADD', KEYS[3], (math.floor(tonumber(ARGV[3]) / 86400) + 1) * 86400, ARGV[1])
end
redis.call('HINCRBY', KEYS[1], 'state_n', 1)
redis.call('PUBLISH', ARGV[6], '')
for i = 1, (#KEYS - 3) / 2 do
  redis.call('ZADD', KEYS[2 + 2 * i], redis.call('INCR', KEYS[3 + 2 * i]), ARGV[1])
  redis.call('PUBLISH', ARGV[6 + i], '')
end
if closes then return {'closed', tonumber(ARGV[3]), tonumber(ARGV[4])} end
return {'open'}
