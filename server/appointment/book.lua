-- Turns a hold into an appointment. Its id follows from the hold's, so a repeat finds what the first one made.
-- KEYS  1 hold  2 appointment  3 claims of the first UTC day  4 of the last  5 conversation  6 the advisor's desk
--       7 appointments of the conversation  8 of the advisor  9 change counter of the conversation  10 of the advisor
-- ARGV  1 appointment id  2 conversation id  3 mailbox  4 request id  5 now  6 most appointments to come
--       7 hint channel of the conversation  8 of the advisor
-- Reply {'booked'|'already_booked'|'expired'|'taken'|'closed'|'full'|'absent'}
if redis.call('HGET', KEYS[5], 'mailbox') ~= ARGV[3] then return {'absent'} end
if not redis.call('ZSCORE', KEYS[6], ARGV[2]) then return {'absent'} end
local made = redis.call('HMGET', KEYS[2], 'conversation', 'request', 'state')
if made[1] then
  if made[1] ~= ARGV[2] or made[3] == 'cancelled' then return {'expired'} end
  return {made[2] == ARGV[4] and 'booked' or 'already_booked'}
end

local hold = redis.call('HMGET', KEYS[1], 'advisor', 'start', 'end', 'quarter', 'count', 'claim')
if not hold[1] then return {'expired'} end
if tonumber(hold[2]) <= tonumber(ARGV[5]) then return {'closed'} end
if redis.call('ZCOUNT', KEYS[7], ARGV[5], '+inf') >= tonumber(ARGV[6]) then return {'full'} end
local first, count = tonumber(hold[4]), tonumber(hold[5])
local function day_key(quarter)
  return math.floor(quarter / 96) == math.floor(first / 96) and KEYS[3] or KEYS[4]
end
for quarter = first, first + count - 1 do
  if redis.call('HGET', day_key(quarter), quarter % 96) ~= hold[6] then return {'taken'} end
end

for quarter = first, first + count - 1 do
  redis.call('HSET', day_key(quarter), quarter % 96, 'a' .. ARGV[1])
end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[2], 'advisor', hold[1], 'conversation', ARGV[2], 'start', hold[2], 'end', hold[3],
  'quarter', hold[4], 'count', hold[5], 'state', 'booked', 'request', ARGV[4])
redis.call('ZADD', KEYS[7], hold[2], ARGV[1])
redis.call('ZADD', KEYS[8], hold[2], ARGV[1])
redis.call('INCR', KEYS[9])
redis.call('INCR', KEYS[10])
redis.call('PUBLISH', ARGV[7], '')
redis.call('PUBLISH', ARGV[8], '')
return {'booked'}
