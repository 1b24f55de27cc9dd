-- Uses an invitation for one advisor and one device. The caller has verified certificate and prekey.
-- KEYS  invitation, advisor, advisor's devices, device, advisors, enrolments, accounts version
-- ARGV  1 now  2 advisor id  3 device id  4 identity key  5 certificate and prekey  6 devices_max
--       7 hint channel of the directory
-- Reply {'enrolled', state} | {'invalid'} | {'device'}
local invitation, advisor, devices, device = KEYS[1], KEYS[2], KEYS[3], KEYS[4]

local invited = redis.call('HMGET', invitation, 'name', 'expires_at', 'advisor', 'device')
if not invited[1] or tonumber(invited[2]) <= tonumber(ARGV[1]) then return {'invalid'} end
local state = redis.call('HGET', advisor, 'state')
if state == 'suspended' then return {'invalid'} end
if invited[3] then
  if invited[3] == ARGV[2] and invited[4] == ARGV[3] then return {'enrolled', state} end
  return {'invalid'}
end

local owner = redis.call('GET', device)
if owner and owner ~= ARGV[2] then return {'device'} end
if not owner and redis.call('HLEN', devices) >= tonumber(ARGV[6]) then return {'device'} end

redis.call('HSET', invitation, 'advisor', ARGV[2], 'device', ARGV[3])
if not state then
  state = 'pending'
  redis.call('HSET', advisor, 'name', invited[1], 'state', state, 'aik', ARGV[4])
  redis.call('SADD', KEYS[5], ARGV[2])
  redis.call('SADD', KEYS[6], ARGV[2])
end
-- A device that is known keeps what it has: its prekey may be newer than the one presented here.
redis.call('HSETNX', devices, ARGV[3], ARGV[5])
redis.call('SET', device, ARGV[2])
redis.call('INCR', KEYS[7])
redis.call('PUBLISH', ARGV[7], '')
return {'enrolled', state}
