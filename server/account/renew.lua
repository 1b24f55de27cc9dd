-- Replaces a device's certificate; the old one stays for what was signed under it.
-- KEYS  advisor's devices, retired certificates, accounts version
-- ARGV  1 device id  2 certificate  3 its bytes  4 retired certificates kept  5 hint channel of the directory
-- Reply 1, or 0 when the advisor has no such device
local stored = redis.call('HGET', KEYS[1], ARGV[1])
if not stored then return 0 end
local certificate_bytes = tonumber(ARGV[3])
local before, prekey = stored:sub(1, certificate_bytes), stored:sub(certificate_bytes + 1)
if before == ARGV[2] then return 1 end
redis.call('RPUSH', KEYS[2], before)
redis.call('LTRIM', KEYS[2], -tonumber(ARGV[4]), -1)
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. prekey)
redis.call('INCR', KEYS[3])
redis.call('PUBLISH', ARGV[5], '')
return 1
