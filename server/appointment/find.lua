-- The appointments of several conversations that start within a period.
-- KEYS  appointments, one sorted set a conversation
-- ARGV  1 from  2 until, not part of it  3 most of one conversation
-- Reply {id, start, id, start, ...}, each conversation's in the order of time
local found = {}
for i = 1, #KEYS do
  local some = redis.call('ZRANGEBYSCORE', KEYS[i], ARGV[1], '(' .. ARGV[2], 'WITHSCORES', 'LIMIT', 0, ARGV[3])
  for at = 1, #some do found[#found + 1] = some[at] end
end
return found
