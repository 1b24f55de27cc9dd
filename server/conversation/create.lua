-- Opens a conversation with its first entries. The caller has verified every entry and their chain.
-- KEYS  conversation, log, then a desk and its activity counter for every advisor
-- ARGV  1 conversation id  2 mailbox  3 members  4 head hash  5 time  6 hint channel of the conversation
--       7 number of entries n  8..7+n entries  then one hint channel per desk in KEYS
-- Reply {'created'|'repeated', head_seq} | {'exists'}
local conversation, log = KEYS[1], KEYS[2]
local count = tonumber(ARGV[7])

local known = redis.call('HMGET', conversation, 'mailbox', 'created_entries')
if known[1] then
  if known[1] ~= ARGV[2] or known[2] ~= ARGV[7] then return {'exists'} end
  local stored = redis.call('XRANGE', log, '1-0', string.format('%d-0', count))
  for i = 1, count do
    if not stored[i] or stored[i][2][2] ~= ARGV[7 + i] then return {'exists'} end
  end
  return {'repeated', count - 1}
end

local bytes = 0
for i = 1, count do
  redis.call('XADD', log, string.format('%d-0', i), 'e', ARGV[7 + i], 't', ARGV[5])
  bytes = bytes + #ARGV[7 + i]
end
redis.call('HSET', conversation, 'mailbox', ARGV[2], 'state', 'open', 'members', ARGV[3], 'epoch', 0,
  'commit_seq', 0, 'head_seq', count - 1, 'head_hash', ARGV[4], 'bytes', bytes, 'created_entries', count)
redis.call('PUBLISH', ARGV[6], '')
for i = 1, (#KEYS - 2) / 2 do
  redis.call('ZADD', KEYS[1 + 2 * i], redis.call('INCR', KEYS[2 + 2 * i]), ARGV[1])
  redis.call('PUBLISH', ARGV[7 + count + i], '')
end
return {'created', count - 1}
