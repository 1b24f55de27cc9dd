-- Yes or no to what the other side proposed: another time, or a new appointment.
-- KEYS  1 appointment  2 appointments of the conversation  3 of the advisor  4 change counter of the conversation
--       5 of the advisor  6.. claims of days
-- ARGV  1 appointment id  2 who answers: 'client' or 'advisor'  3 revision  4 'yes' or 'no'  5 now
--       6 hint channel of the conversation  7 of the advisor  8.. the days
-- Reply {'accepted'|'declined'|'changed'|'past'|'cancelled', latest revision} | {'stale'}: other days are needed
local one = redis.call('HMGET', KEYS[1], 'state', 'start', 'quarter', 'count', 'moved_quarter', 'moved_count', 'revision',
  'proposed_by', 'moved_start', 'moved_end', 'answered')
local revision = tonumber(one[7])
local answer = table.concat({ARGV[3], ARGV[2], ARGV[4]}, ' ')
-- The same again: its first answer got lost.
if one[11] == answer then return {ARGV[4] == 'yes' and 'accepted' or 'declined', revision} end
if one[1] == 'cancelled' then return {'cancelled', revision} end
if revision ~= tonumber(ARGV[3]) then return {'changed', revision} end
local moving = one[9] and ARGV[2] == 'client'
if not moving and (one[1] ~= 'proposed' or one[8] == ARGV[2] or one[9]) then return {'changed', revision} end
local accepts = ARGV[4] == 'yes'
if accepts and tonumber(moving and one[9] or one[2]) <= tonumber(ARGV[5]) then return {'past', revision} end
know_days(6, 8)
local old_first, old_count = tonumber(one[3]), tonumber(one[4])
local moved_first, moved_count = tonumber(one[5] or 0), tonumber(one[6] or 0)
if not knows(old_first, old_count) or not knows(moved_first, moved_count) then return {'stale'} end

local mine = 'a' .. ARGV[1]
if moving and accepts then
  free(old_first, old_count, mine)
  take(moved_first, moved_count, mine)
  redis.call('HSET', KEYS[1], 'state', 'booked', 'start', one[9], 'end', one[10], 'quarter', moved_first,
    'count', moved_count)
  redis.call('ZADD', KEYS[2], one[9], ARGV[1])
  redis.call('ZADD', KEYS[3], one[9], ARGV[1])
elseif moving then
  free(moved_first, moved_count, mine)
  take(old_first, old_count, mine)
elseif accepts then
  redis.call('HSET', KEYS[1], 'state', 'booked')
else
  free(old_first, old_count, mine)
  redis.call('HSET', KEYS[1], 'state', 'cancelled')
end
redis.call('HDEL', KEYS[1], 'moved_start', 'moved_end', 'moved_quarter', 'moved_count')
redis.call('HSET', KEYS[1], 'revision', revision + 1, 'answered', answer)
redis.call('INCR', KEYS[4])
redis.call('INCR', KEYS[5])
redis.call('PUBLISH', ARGV[6], '')
redis.call('PUBLISH', ARGV[7], '')
return {accepts and 'accepted' or 'declined', revision + 1}
