-- Lets in the device that was claimed with a recovery card: it takes the place of all others.
-- KEYS  claim, advisor's devices, device, revoked devices, accounts version
-- ARGV  1 advisor id  2 device id  3 now  4 hint channel of the directory
-- Reply the devices that are revoked by it; nil when there is no such claim
local claim = redis.call('HMGET', KEYS[1], 'device', 'keys')
if claim[1] ~= ARGV[2] then return false end
local revoked = {}
for _, device in ipairs(redis.call('HKEYS', KEYS[2])) do
  if redis.call('HSETNX', KEYS[4], device, ARGV[3]) == 1 then revoked[#revoked + 1] = device end
end
redis.call('HSET', KEYS[2], ARGV[2], claim[2])
redis.call('SET', KEYS[3], ARGV[1])
redis.call('DEL', KEYS[1])
redis.call('INCR', KEYS[5])
redis.call('PUBLISH', ARGV[4], '')
return revoked
