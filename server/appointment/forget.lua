-- Forgets an appointment of a conversation that is erased, and frees its quarters.
-- KEYS  1 appointment  2 appointments of the conversation  3 of the advisor  4 change counter of the advisor
--       5.. claims of days
-- ARGV  1 appointment id  2 hint channel of the advisor  3.. the days
-- Reply {'forgotten'} | {'stale'}: other days are needed
know_days(5, 3)
local one = redis.call('HMGET', KEYS[1], 'quarter', 'count', 'moved_quarter', 'moved_count')
local first, count = tonumber(one[1] or 0), tonumber(one[2] or 0)
local moved_first, moved_count = tonumber(one[3] or 0), tonumber(one[4] or 0)
if not knows(first, count) or not knows(moved_first, moved_count) then return {'stale'} end
free(first, count, 'a' .. ARGV[1])
free(moved_first, moved_count, 'a' .. ARGV[1])
redis.call('DEL', KEYS[1])
redis.call('ZREM', KEYS[2], ARGV[1])
redis.call('ZREM', KEYS[3], ARGV[1])
redis.call('INCR', KEYS[4])
redis.call('PUBLISH', ARGV[2], '')
return {'forgotten'}
