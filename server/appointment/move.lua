-- Gives an appointment the time of a hold. Only when the new time is certain the old one is free.
-- KEYS  1 appointment  2 hold  3 appointments of the conversation  4 of the advisor  5 change counter of the conversation
--       6 of the advisor  7.. claims of days
-- ARGV  1 appointment id  2 request id  3 now  4 hint channel of the conversation  5 of the advisor  6.. the days
-- Reply {'moved', start, end, revision} | {'expired'|'taken'|'closed'|'past'|'cancelled'}
--       | {'stale'}: other days are needed
local one = redis.call('HMGET', KEYS[1], 'state', 'start', 'quarter', 'count', 'moved_quarter', 'moved_count', 'revision',
  'proposed_by', 'end', 'moved_by', 'advisor')
if one[1] == 'cancelled' then return {'cancelled'} end
local revision = tonumber(one[7])
-- The same again: its first answer got lost.
if one[10] == ARGV[2] then return {'moved', tonumber(one[2]), tonumber(one[9]), revision} end
local now = tonumber(ARGV[3])
if tonumber(one[2]) <= now then return {'past'} end
local hold = redis.call('HMGET', KEYS[2], 'advisor', 'start', 'end', 'quarter', 'count', 'claim')
if not hold[1] or hold[1] ~= one[11] then return {'expired'} end
if tonumber(hold[2]) <= now then return {'closed'} end
know_days(7, 6)
local old_first, old_count = tonumber(one[3]), tonumber(one[4])
local moved_first, moved_count = tonumber(one[5] or 0), tonumber(one[6] or 0)
local first, count = tonumber(hold[4]), tonumber(hold[5])
if not (knows(old_first, old_count) and knows(moved_first, moved_count) and knows(first, count)) then return {'stale'} end
if not all_are(first, count, hold[6]) then return {'taken'} end

local mine = 'a' .. ARGV[1]
free(old_first, old_count, mine)
free(moved_first, moved_count, mine)
take(first, count, mine)
redis.call('DEL', KEYS[2])
redis.call('HDEL', KEYS[1], 'moved_start', 'moved_end', 'moved_quarter', 'moved_count')
-- What an advisor proposed and the client gives another time is agreed: the advisor offers these times.
local state = one[8] == 'advisor' and 'booked' or one[1]
redis.call('HSET', KEYS[1], 'state', state, 'start', hold[2], 'end', hold[3], 'quarter', first, 'count', count,
  'revision', revision + 1, 'moved_by', ARGV[2])
redis.call('ZADD', KEYS[3], hold[2], ARGV[1])
redis.call('ZADD', KEYS[4], hold[2], ARGV[1])
redis.call('INCR', KEYS[5])
redis.call('INCR', KEYS[6])
redis.call('PUBLISH', ARGV[4], '')
redis.call('PUBLISH', ARGV[5], '')
return {'moved', tonumber(hold[2]), tonumber(hold[3]), revision + 1}
