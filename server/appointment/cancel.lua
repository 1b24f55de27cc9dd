-- Cancels an appointment and frees its quarters, once.
-- KEYS  1 appointment  2 change counter of the conversation  3 of the advisor  4.. claims of days
-- ARGV  1 appointment id  2 now  3 hint channel of the conversation  4 of the advisor  5.. the days
-- Reply {'cancelled'|'already_cancelled'|'past', latest revision} | {'stale'}: other days are needed
local one = redis.call('HMGET', KEYS[1], 'state', 'start', 'quarter', 'count', 'moved_quarter', 'moved_count', 'revision')
local revision = tonumber(one[7])
if one[1] == 'cancelled' then return {'already_cancelled', revision} end
if tonumber(one[2]) <= tonumber(ARGV[2]) then return {'past', revision} end
know_days(4, 5)
local first, count = tonumber(one[3]), tonumber(one[4])
local moved_first, moved_count = tonumber(one[5] or 0), tonumber(one[6] or 0)
if not knows(first, count) or not knows(moved_first, moved_count) then return {'stale'} end
free(first, count, 'a' .. ARGV[1])
free(moved_first, moved_count, 'a' .. ARGV[1])
redis.call('HDEL', KEYS[1], 'moved_start', 'moved_end', 'moved_quarter', 'moved_count')
redis.call('HSET', KEYS[1], 'state', 'cancelled', 'revision', revision + 1)
redis.call('INCR', KEYS[2])
redis.call('INCR', KEYS[3])
redis.call('PUBLISH', ARGV[3], '')
redis.call('PUBLISH', ARGV[4], '')
return {'cancelled', revision + 1}
