-- Everything that decides what an advisor offers, but for claims.
-- KEYS  1 advisor  2 the advisor's own blocks  3 school holidays
-- ARGV  1 now
-- Reply {state, availability, version, holidays, block, end, block, end, ...}, earliest end first
local rules = redis.call('HMGET', KEYS[1], 'state', 'availability', 'rules_n')
rules[4] = redis.call('GET', KEYS[3])
for _, part in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '(' .. ARGV[1], '+inf', 'WITHSCORES')) do
  rules[#rules + 1] = part
end
return rules
