-- One page of a log after a cursor, for a reader whose membership was read at commit_seq ARGV[1].
-- KEYS  conversation, log
-- ARGV  1 commit_seq  2 after  3 bytes_max of the page (at least one entry is given)  4 entries_max of the page
-- Reply {'page', head_seq, seq, time, entry, seq, time, entry, ...} | {'moved'} | {'absent'}
local head = redis.call('HMGET', KEYS[1], 'head_seq', 'commit_seq', 'mailbox')
local head_seq = tonumber(head[1])
-- One that is being erased, or was, is nobody's.
if not head_seq or not head[3] then return {'absent'} end
if head[2] ~= ARGV[1] then return {'moved'} end

local page, bytes = {'page', head_seq}, 0
local bytes_max, last = tonumber(ARGV[3]), math.min(head_seq, tonumber(ARGV[2]) + tonumber(ARGV[4]))
for seq = tonumber(ARGV[2]) + 1, last do
  local id = string.format('%.0f-0', seq + 1)
  local found = redis.call('XRANGE', KEYS[2], id, id)[1]
  if not found then break end
  bytes = bytes + #found[2][2]
  if bytes > bytes_max and #page > 2 then break end
  page[#page + 1] = seq
  page[#page + 1] = tonumber(found[2][4])
  page[#page + 1] = found[2][2]
end
return page
