-- Keeps a device's share once. Before the enrolment itself: without it the share belongs to nobody and opens nothing.
-- KEYS  device share
-- ARGV  1 share  2 hash of the unlock token
-- Reply 1 when it is kept, now or before; 0 when the device has another
local kept = redis.call('HMGET', KEYS[1], 'share', 'token_hash')
if kept[1] then return kept[1] == ARGV[1] and kept[2] == ARGV[2] and 1 or 0 end
redis.call('HSET', KEYS[1], 'share', ARGV[1], 'token_hash', ARGV[2])
return 1
