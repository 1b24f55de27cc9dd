-- Adds one verified entry at the end of a log: compare-and-set on the head, so that two writers never both win.
-- KEYS  1 conversation  2 log  3 what the writer's role wrote today  4 statements  5 retention  6 conversations being
--       erased  7 open conversations by day, then a desk and its activity counter for every advisor of the membership;
--       for a COMMIT those of the new members, then those of the removed advisors
-- ARGV  1 seq  2 prev  3 commit_seq the membership was read at  4 conversation id  5 entry  6 entry hash  7 time
--       8 entries_max  9 bytes_max  10 number of removed advisors  11 new epoch or ''  12 new members or ''
--       13 mailbox to move to or ''  14 least time since the last card, when the COMMIT is one, or ''
--       15 number of the day  16 seconds to its end  17 entries and 18 bytes that the role may write in a day
--       19 'commit', 'statement', 'erase' or 'other'  20 'client' or 'advisor'  21 key id of the sender  22 now
--       23 hint channel of the conversation, then one hint channel per desk in KEYS
-- Reply {'appended'|'repeated', seq, time} | {'stale', head_seq} | {'moved'} | {'closed'} | {'full'} | {'absent'}
--       | {'too_soon'|'spent', seconds to wait}
local conversation, log, written = KEYS[1], KEYS[2], KEYS[3]
local seq, entry, time = tonumber(ARGV[1]), ARGV[5], tonumber(ARGV[7])

local kind, role = ARGV[19], ARGV[20]

local head = redis.call('HMGET', conversation, 'head_seq', 'head_hash', 'commit_seq', 'state', 'bytes', 'mailbox',
  'card_at', 'erased_at')
local head_seq, state = tonumber(head[1]), head[4]
if not head_seq then return {'absent'} end
if state == 'erasing' or state == 'erased' then
  if seq == head_seq and ARGV[6] == head[2] then return {'repeated', seq, tonumber(head[8])} end
  return {'absent'}
end

-- A repeat gets the first answer, whatever has happened to the conversation since.
if seq <= head_seq then
  local id = string.format('%.0f-0', seq + 1)
  local stored = redis.call('XRANGE', log, id, id)[1]
  if stored and stored[2][2] == entry then return {'repeated', seq, tonumber(stored[2][4])} end
  return {'stale', head_seq}
end
-- A closed conversation takes changes of keys, and goes on when its client writes.
if state == 'closed' and role == 'advisor' and kind ~= 'commit' then return {'closed'} end
if head[3] ~= ARGV[3] then return {'moved'} end
if seq ~= head_seq + 1 or head[2] ~= ARGV[2] then return {'stale', head_seq} end

-- The last entry: from here on nothing is read or written, and what remains is erased step by step (erasing_service.cpp).
if kind == 'erase' then
  redis.call('HSET', conversation, 'state', 'erasing', 'head_seq', ARGV[1], 'head_hash', ARGV[6], 'erased_at', ARGV[7],
    'leaving', head[6])
  redis.call('HDEL', conversation, 'mailbox')
  redis.call('ZREM', KEYS[5], ARGV[4])
  redis.call('ZREM', KEYS[7], ARGV[4])
  redis.call('ZADD', KEYS[6], ARGV[22], ARGV[4])
  redis.call('PUBLISH', ARGV[23], '')
  return {'appended', seq, time}
end
if seq >= tonumber(ARGV[8]) or tonumber(head[5]) + #entry > tonumber(ARGV[9]) then return {'full'} end
if ARGV[14] ~= '' then
  local wait = (tonumber(head[7]) or 0) + tonumber(ARGV[14]) - time
  if wait > 0 then return {'too_soon', wait} end
end

-- 'day entries bytes'. Who floods must not keep the owner of the words from changing them: a COMMIT has twice as much.
local day, entries, bytes = string.match(redis.call('GET', written) or '', '^(%d+) (%d+) (%d+)$')
if day ~= ARGV[15] then entries, bytes = 0, 0 end
local times = ARGV[11] == '' and 1 or 2
entries, bytes = entries + 1, bytes + #entry
if entries > times * ARGV[17] or bytes > times * ARGV[18] then return {'spent', tonumber(ARGV[16])} end
redis.call('SET', written, string.format('%s %.0f %.0f', ARGV[15], entries, bytes), 'EX', ARGV[16])

redis.call('XADD', log, string.format('%.0f-0', seq + 1), 'e', entry, 't', ARGV[7])
redis.call('HSET', conversation, 'head_seq', ARGV[1], 'head_hash', ARGV[6], 'bytes', tonumber(head[5]) + #entry)
if ARGV[11] ~= '' then
  redis.call('HSET', conversation, 'epoch', ARGV[11], 'members', ARGV[12], 'commit_seq', ARGV[1])
end
if ARGV[14] ~= '' then redis.call('HSET', conversation, 'card_at', ARGV[7]) end
if kind == 'statement' and role == 'client' then redis.call('HSET', KEYS[4], ARGV[6], ARGV[21]) end
if state == 'closed' and kind ~= 'commit' then
  redis.call('HSET', conversation, 'state', 'open')
  redis.call('HDEL', conversation, 'closed_at', 'erase_at')
  redis.call('HINCRBY', conversation, 'state_n', 1)
  redis.call('ZREM', KEYS[5], ARGV[4])
  state = 'open'
end
-- An advisor's device changes keys by itself: that keeps no conversation from falling idle.
if state == 'open' and (role == 'client' or kind ~= 'commit') then
  redis.call('ZADD', KEYS[7], (math.floor(tonumber(ARGV[22]) / 86400) + 1) * 86400, ARGV[4])
end
-- The same step that lets the new keys in: from here on the new words open the conversation and the old ones do not.
if ARGV[13] ~= '' then
  redis.call('HSET', conversation, 'mailbox', ARGV[13], 'mailbox_before', head[6], 'left_seq', ARGV[1])
end
redis.call('PUBLISH', ARGV[23], '')
local desks, removed = (#KEYS - 7) / 2, tonumber(ARGV[10])
for i = 1, desks do
  local desk, counter = KEYS[6 + 2 * i], KEYS[7 + 2 * i]
  if i > desks - removed then
    redis.call('ZREM', desk, ARGV[4])
  else
    redis.call('ZADD', desk, redis.call('INCR', counter), ARGV[4])
  end
  redis.call('PUBLISH', ARGV[23 + i], '')
end
return {'appended', seq, time}
