-- Gives a hold's quarters back, those that are still its own.
-- KEYS  1 hold  2.. claims of days
-- ARGV  1 first quarter  2 number of quarters  3.. the days
-- Reply {'released'} | {'absent'}
local claim = redis.call('HGET', KEYS[1], 'claim')
if not claim then return {'absent'} end
know_days(2, 3)
free(tonumber(ARGV[1]), tonumber(ARGV[2]), claim)
redis.call('DEL', KEYS[1])
return {'released'}
