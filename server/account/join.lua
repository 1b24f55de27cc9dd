-- Adds a device to an approved advisor. The caller has verified certificate and prekey.
-- KEYS  advisor, advisor's devices, device, revoked devices, accounts version
-- ARGV  1 advisor id  2 device id  3 certificate and prekey  4 devices_max  5 hint channel of the directory
-- Reply 1, or 0 when the device is another's, revoked or one too many, or the advisor is not approved
if redis.call('HGET', KEYS[1], 'state') ~= 'approved' then return 0 end
if redis.call('HEXISTS', KEYS[4], ARGV[2]) == 1 then return 0 end
local owner = redis.call('GET', KEYS[3])
if owner then return owner == ARGV[1] and 1 or 0 end
local in_use = 0
for _, device in ipairs(redis.call('HKEYS', KEYS[2])) do
  if redis.call('HEXISTS', KEYS[4], device) == 0 then in_use = in_use + 1 end
end
if in_use >= tonumber(ARGV[4]) then return 0 end
redis.call('HSET', KEYS[2], ARGV[2], ARGV[3])
redis.call('SET', KEYS[3], ARGV[1])
redis.call('INCR', KEYS[5])
redis.call('PUBLISH', ARGV[5], '')
return 1
