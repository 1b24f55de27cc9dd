-- Forgets an appointment of a conversation that is erased, and frees its quarters.
-- KEYS  1 appointment  2 appointments of the conversation  3 of the advisor  4 change counter of the advisor
--       5 claims of the first UTC day  6 of the last
-- ARGV  1 appointment id  2 first quarter  3 number of quarters  4 hint channel of the advisor
-- Reply {'forgotten'}
local first, count = tonumber(ARGV[2]), tonumber(ARGV[3])
for quarter = first, first + count - 1 do
  local key = math.floor(quarter / 96) == math.floor(first / 96) and KEYS[5] or KEYS[6]
  if redis.call('HGET', key, quarter % 96) == 'a' .. ARGV[1] then redis.call('HDEL', key, quarter % 96) end
end
redis.call('DEL', KEYS[1])
redis.call('ZREM', KEYS[2], ARGV[1])
redis.call('ZREM', KEYS[3], ARGV[1])
redis.call('INCR', KEYS[4])
redis.call('PUBLISH', ARGV[4], '')
return {'forgotten'}
