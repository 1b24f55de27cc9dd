-- Replaces a device's prekey by one with a higher number.
-- KEYS  advisor's devices
-- ARGV  1 device id  2 prekey  3 its number  4 bytes of a certificate  5 offset of the number in a prekey
-- Reply 'published' | 'old' | 'absent'
local stored = redis.call('HGET', KEYS[1], ARGV[1])
if not stored then return 'absent' end
local certificate_bytes = tonumber(ARGV[4])
local certificate, prekey = stored:sub(1, certificate_bytes), stored:sub(certificate_bytes + 1)
if prekey == ARGV[2] then return 'published' end
if tonumber(ARGV[3]) <= struct.unpack('>I4', prekey, tonumber(ARGV[5]) + 1) then return 'old' end
redis.call('HSET', KEYS[1], ARGV[1], certificate .. ARGV[2])
return 'published'
