-- Gives a hold's quarters back, those that are still its own.
-- KEYS  1 hold  2 claims of the first UTC day  3 of the last
-- ARGV  1 first quarter  2 number of quarters
-- Reply {'released'} | {'absent'}
local claim = redis.call('HGET', KEYS[1], 'claim')
if not claim then return {'absent'} end
local first, count = tonumber(ARGV[1]), tonumber(ARGV[2])
for quarter = first, first + count - 1 do
  local key = math.floor(quarter / 96) == math.floor(first / 96) and KEYS[2] or KEYS[3]
  if redis.call('HGET', key, quarter % 96) == claim then redis.call('HDEL', key, quarter % 96) end
end
redis.call('DEL', KEYS[1])
return {'released'}
