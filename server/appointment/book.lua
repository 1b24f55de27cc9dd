-- Turns a hold into an appointment. Its id follows from the hold's, so a repeat finds what the first one made.
-- KEYS  1 hold  2 appointment  3 conversation  4 the advisor's desk  5 appointments of the conversation
--       6 of the advisor  7 change counter of the conversation  8 of the advisor  9.. claims of days
-- ARGV  1 appointment id  2 conversation id  3 mailbox  4 request id  5 now  6 most appointments to come  7 state
--       8 hint channel of the conversation  9 of the advisor  10.. the days
-- Reply {'booked'|'already_booked'|'expired'|'taken'|'closed'|'full'|'absent'}
if redis.call('HGET', KEYS[3], 'mailbox') ~= ARGV[3] then return {'absent'} end
if not redis.call('ZSCORE', KEYS[4], ARGV[2]) then return {'absent'} end
local made = redis.call('HMGET', KEYS[2], 'conversation', 'request', 'state')
if made[1] then
  if made[1] ~= ARGV[2] or made[3] == 'cancelled' then return {'expired'} end
  return {made[2] == ARGV[4] and 'booked' or 'already_booked'}
end

local hold = redis.call('HMGET', KEYS[1], 'advisor', 'start', 'end', 'quarter', 'count', 'claim')
if not hold[1] then return {'expired'} end
if tonumber(hold[2]) <= tonumber(ARGV[5]) then return {'closed'} end
if has_most(KEYS[5], KEYS[2], ARGV[5], tonumber(ARGV[6])) then return {'full'} end
know_days(9, 10)
local first, count = tonumber(hold[4]), tonumber(hold[5])
if not all_are(first, count, hold[6]) then return {'taken'} end

take(first, count, 'a' .. ARGV[1])
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[2], 'advisor', hold[1], 'conversation', ARGV[2], 'start', hold[2], 'end', hold[3],
  'quarter', hold[4], 'count', hold[5], 'state', ARGV[7], 'request', ARGV[4], 'revision', 0, 'proposed_by', 'client')
redis.call('ZADD', KEYS[5], hold[2], ARGV[1])
redis.call('ZADD', KEYS[6], hold[2], ARGV[1])
redis.call('INCR', KEYS[7])
redis.call('INCR', KEYS[8])
redis.call('PUBLISH', ARGV[8], '')
redis.call('PUBLISH', ARGV[9], '')
return {'booked'}
