-- Cancels an appointment and frees its quarters, once.
-- KEYS  1 appointment  2 claims of the first UTC day  3 of the last  4 change counter of the conversation
--       5 of the advisor
-- ARGV  1 appointment id  2 first quarter  3 number of quarters  4 now  5 hint channel of the conversation
--       6 of the advisor
-- Reply {'cancelled'|'already_cancelled'|'past'}
local appointment = redis.call('HMGET', KEYS[1], 'state', 'start')
if appointment[1] ~= 'booked' then return {'already_cancelled'} end
if tonumber(appointment[2]) <= tonumber(ARGV[4]) then return {'past'} end
local first, count = tonumber(ARGV[2]), tonumber(ARGV[3])
for quarter = first, first + count - 1 do
  local key = math.floor(quarter / 96) == math.floor(first / 96) and KEYS[2] or KEYS[3]
  if redis.call('HGET', key, quarter % 96) == 'a' .. ARGV[1] then redis.call('HDEL', key, quarter % 96) end
end
redis.call('HSET', KEYS[1], 'state', 'cancelled')
redis.call('INCR', KEYS[4])
redis.call('INCR', KEYS[5])
redis.call('PUBLISH', ARGV[5], '')
redis.call('PUBLISH', ARGV[6], '')
return {'cancelled'}
