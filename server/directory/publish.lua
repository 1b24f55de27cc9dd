-- Makes a verified directory the current one, when it follows the current one.
-- KEYS  directory, history of signed headers
-- ARGV  1 version  2 previous head  3 head  4 signed header  5 file  6 hint channel
-- Reply 1 when published, 0 when it does not follow
local current = redis.call('HMGET', KEYS[1], 'version', 'head')
local version = tonumber(current[1]) or 0
if tonumber(ARGV[1]) ~= version + 1 then return 0 end
if (current[2] or string.rep('\0', 32)) ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], 'version', ARGV[1], 'head', ARGV[3], 'bytes', ARGV[5])
redis.call('RPUSH', KEYS[2], ARGV[4])
redis.call('PUBLISH', ARGV[6], '')
return 1
