-- Ends a device for good. The first moment counts: a later call must not bring back what was signed in between.
-- KEYS  device, revoked devices, accounts version
-- ARGV  1 device id  2 advisor id, or empty for whoever's it is  3 now  4 hint channel of the directory
-- Reply 1, or 0 when there is no such device
local owner = redis.call('GET', KEYS[1])
if not owner or (ARGV[2] ~= '' and owner ~= ARGV[2]) then return 0 end
if redis.call('HSETNX', KEYS[2], ARGV[1], ARGV[3]) == 1 then
  redis.call('INCR', KEYS[3])
  redis.call('PUBLISH', ARGV[4], '')
end
return 1
