-- Keeps another time beside that of an appointment until the client answers. A new appointment that the client has
-- not accepted yet simply gets the other time.
-- KEYS  1 appointment  2 appointments of the conversation  3 of the advisor  4 change counter of the conversation
--       5 of the advisor  6.. claims of days
-- ARGV  1 appointment id  2 revision  3 now  4 start  5 end  6 first quarter  7 number of quarters
--       8 hint channel of the conversation  9 of the advisor  10.. the days
-- Reply {'proposed'} | {'taken', claim} | {'past'|'cancelled'|'changed'} | {'stale'}: other days are needed
local one = redis.call('HMGET', KEYS[1], 'state', 'start', 'quarter', 'count', 'moved_quarter', 'moved_count', 'revision',
  'proposed_by', 'moved_start', 'moved_end', 'end')
if one[1] == 'cancelled' then return {'cancelled'} end
local revision = tonumber(one[7])
local asked = tonumber(ARGV[2])
local is_unanswered = one[1] == 'proposed' and one[8] == 'advisor'
-- The same again: its first answer got lost.
local start, past = one[9], one[10]
if is_unanswered then start, past = one[2], one[11] end
if revision == asked + 1 and start == ARGV[4] and past == ARGV[5] then return {'proposed'} end
if revision ~= asked then return {'changed'} end
local now = tonumber(ARGV[3])
if tonumber(one[2]) <= now or tonumber(ARGV[4]) <= now then return {'past'} end
know_days(6, 10)
local old_first, old_count = tonumber(one[3]), tonumber(one[4])
local moved_first, moved_count = tonumber(one[5] or 0), tonumber(one[6] or 0)
if not knows(old_first, old_count) or not knows(moved_first, moved_count) then return {'stale'} end
local mine = 'a' .. ARGV[1]
local first, count = tonumber(ARGV[6]), tonumber(ARGV[7])
local other = in_the_way(first, count, tonumber(redis.call('TIME')[1]), mine)
if other then return {'taken', other} end

free(moved_first, moved_count, mine)
if is_unanswered then
  free(old_first, old_count, mine)
  redis.call('HSET', KEYS[1], 'start', ARGV[4], 'end', ARGV[5], 'quarter', first, 'count', count)
  redis.call('ZADD', KEYS[2], ARGV[4], ARGV[1])
  redis.call('ZADD', KEYS[3], ARGV[4], ARGV[1])
else
  take(old_first, old_count, mine)
  redis.call('HSET', KEYS[1], 'moved_start', ARGV[4], 'moved_end', ARGV[5], 'moved_quarter', first, 'moved_count', count)
end
take(first, count, mine)
redis.call('HSET', KEYS[1], 'revision', revision + 1)
redis.call('INCR', KEYS[4])
redis.call('INCR', KEYS[5])
redis.call('PUBLISH', ARGV[8], '')
redis.call('PUBLISH', ARGV[9], '')
return {'proposed'}
