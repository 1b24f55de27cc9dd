-- Opens a conversation with its first entries. The caller has verified every entry and their chain, and the work.
-- KEYS  conversation, log, pressure of the organisation, open conversations by day, then a desk, its activity counter and its pressure for every
--       advisor
-- ARGV  1 conversation id  2 mailbox  3 members  4 head hash  5 time  6 hint channel of the conversation
--       7 now in s  8 half-life of a pressure in s  9 life of a pressure in s
--       10 number of entries n  11..10+n entries  then one hint channel per desk in KEYS
-- Reply {'created'|'repeated', head_seq} | {'exists'}
local conversation, log = KEYS[1], KEYS[2]
local now, half_life = tonumber(ARGV[7]), tonumber(ARGV[8])
local count = tonumber(ARGV[10])

-- A pressure is 'thousandths seconds' (pressure.hpp). Only a conversation that is really new adds to it.
local function press(key)
  local level, at = string.match(redis.call('GET', key) or '0 0', '^(%d+) (%d+)$')
  local left = tonumber(level or 0) * 2 ^ (-math.max(0, now - tonumber(at or 0)) / half_life)
  redis.call('SET', key, string.format('%.0f %.0f', left + 1000, now), 'EX', ARGV[9])
end

local known = redis.call('HMGET', conversation, 'mailbox', 'created_entries', 'state')
if known[3] == 'erasing' or known[3] == 'erased' then return {'exists'} end
if known[1] then
  if known[1] ~= ARGV[2] or known[2] ~= ARGV[10] then return {'exists'} end
  local stored = redis.call('XRANGE', log, '1-0', string.format('%d-0', count))
  for i = 1, count do
    if not stored[i] or stored[i][2][2] ~= ARGV[10 + i] then return {'exists'} end
  end
  return {'repeated', count - 1}
end

local bytes = 0
for i = 1, count do
  redis.call('XADD', log, string.format('%d-0', i), 'e', ARGV[10 + i], 't', ARGV[5])
  bytes = bytes + #ARGV[10 + i]
end
redis.call('HSET', conversation, 'mailbox', ARGV[2], 'state', 'open', 'members', ARGV[3], 'epoch', 0,
  'commit_seq', 0, 'head_seq', count - 1, 'head_hash', ARGV[4], 'bytes', bytes, 'created_entries', count)
redis.call('ZADD', KEYS[4], (math.floor(now / 86400) + 1) * 86400, ARGV[1])
redis.call('PUBLISH', ARGV[6], '')
press(KEYS[3])
for i = 1, (#KEYS - 4) / 3 do
  redis.call('ZADD', KEYS[2 + 3 * i], redis.call('INCR', KEYS[3 + 3 * i]), ARGV[1])
  press(KEYS[4 + 3 * i])
  redis.call('PUBLISH', ARGV[10 + count + i], '')
end
return {'created', count - 1}
