-- Adds one verified entry at the end of a log: compare-and-set on the head, so that two writers never both win.
-- KEYS  conversation, log, what the writer's role wrote today, then a desk and its activity counter for every advisor of the membership; for a COMMIT
--       those of the new members, then those of the removed advisors
-- ARGV  1 seq  2 prev  3 commit_seq the membership was read at  4 conversation id  5 entry  6 entry hash  7 time
--       8 entries_max  9 bytes_max  10 number of removed advisors  11 new epoch or ''  12 new members or ''
--       13 mailbox to move to or ''  14 least time since the last card, when the COMMIT is one, or ''
--       15 number of the day  16 seconds to its end  17 entries and 18 bytes that the role may write in a day
--       19 hint channel of the conversation, then one hint channel per desk in KEYS
-- Reply {'appended'|'repeated', seq, time} | {'stale', head_seq} | {'moved'} | {'closed'} | {'full'} | {'absent'}
--       | {'too_soon'|'spent', seconds to wait}
local conversation, log, written = KEYS[1], KEYS[2], KEYS[3]
local seq, entry, time = tonumber(ARGV[1]), ARGV[5], tonumber(ARGV[7])

local head = redis.call('HMGET', conversation, 'head_seq', 'head_hash', 'commit_seq', 'state', 'bytes', 'mailbox',
  'card_at')
local head_seq = tonumber(head[1])
if not head_seq then return {'absent'} end

-- A repeat gets the first answer, whatever has happened to the conversation since.
if seq <= head_seq then
  local id = string.format('%.0f-0', seq + 1)
  local stored = redis.call('XRANGE', log, id, id)[1]
  if stored and stored[2][2] == entry then return {'repeated', seq, tonumber(stored[2][4])} end
  return {'stale', head_seq}
end
if head[4] ~= 'open' then return {'closed'} end
if head[3] ~= ARGV[3] then return {'moved'} end
if seq ~= head_seq + 1 or head[2] ~= ARGV[2] then return {'stale', head_seq} end
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
-- The same step that lets the new keys in: from here on the new words open the conversation and the old ones do not.
if ARGV[13] ~= '' then
  redis.call('HSET', conversation, 'mailbox', ARGV[13], 'mailbox_before', head[6], 'left_seq', ARGV[1])
end
redis.call('PUBLISH', ARGV[19], '')
local desks, removed = (#KEYS - 3) / 2, tonumber(ARGV[10])
for i = 1, desks do
  local desk, counter = KEYS[2 + 2 * i], KEYS[3 + 2 * i]
  if i > desks - removed then
    redis.call('ZREM', desk, ARGV[4])
  else
    redis.call('ZADD', desk, redis.call('INCR', counter), ARGV[4])
  end
  redis.call('PUBLISH', ARGV[19 + i], '')
end
return {'appended', seq, time}
