-- Gives an advisor a feed of its agenda, or takes it away; one made earlier ends.
-- KEYS  1 advisor  2 the hash of its token  3 the feed behind the new token, or the same as 2
-- ARGV  1 advisor id  2 what the keys of feeds begin with  3 hash of the new token, or ''  4 '1' when all is neutral
-- Reply {'put'|'absent'}
if redis.call('HGET', KEYS[1], 'state') ~= 'approved' then return {'absent'} end
local old = redis.call('GET', KEYS[2])
if old then
  redis.call('DEL', ARGV[2] .. string.gsub(old, '.', function(c) return string.format('%02x', string.byte(c)) end))
  redis.call('DEL', KEYS[2])
end
if ARGV[3] ~= '' then
  redis.call('SET', KEYS[2], ARGV[3])
  redis.call('HSET', KEYS[3], 'advisor', ARGV[1], 'neutral', ARGV[4])
end
return {'put'}
