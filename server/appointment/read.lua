-- What is known about some appointments. Whose they are follows the conversation, which may have moved to new words.
-- KEYS  appointments
-- ARGV  1 what the keys of conversations begin with
-- Reply one array an appointment: {advisor, conversation, mailbox of the conversation, start, end, quarter, count,
--       state, request}
local function conversation_key(id)
  return ARGV[1] .. string.gsub(id, '.', function(c) return string.format('%02x', string.byte(c)) end)
end

local read = {}
for i = 1, #KEYS do
  local one = redis.call('HMGET', KEYS[i], 'advisor', 'conversation', 'start', 'end', 'quarter', 'count', 'state',
    'request')
  local mailbox = one[2] and redis.call('HGET', conversation_key(one[2]), 'mailbox')
  read[i] = {one[1], one[2], mailbox, one[3], one[4], one[5], one[6], one[7], one[8]}
end
return read
