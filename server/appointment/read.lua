-- What is known about some appointments. Whose they are follows the conversation, which may have moved to new words.
-- KEYS  appointments
-- ARGV  1 what the keys of conversations begin with
-- Reply one array an appointment: {mailbox of the conversation, advisor, conversation, start, end, quarter, count,
--       state, request, revision, proposed_by, moved_start, moved_end, moved_quarter, moved_count}
local function conversation_key(id)
  return ARGV[1] .. string.gsub(id, '.', function(c) return string.format('%02x', string.byte(c)) end)
end

local read = {}
for i = 1, #KEYS do
  local one = redis.call('HMGET', KEYS[i], 'advisor', 'conversation', 'start', 'end', 'quarter', 'count', 'state',
    'request', 'revision', 'proposed_by', 'moved_start', 'moved_end', 'moved_quarter', 'moved_count')
  local fields = {one[2] and redis.call('HGET', conversation_key(one[2]), 'mailbox')}
  for at = 1, 14 do fields[at + 1] = one[at] end
  read[i] = fields
end
return read
