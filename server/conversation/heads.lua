-- How far several conversations go, and whose they are.
-- KEYS  conversations
-- Reply {head_seq, mailbox, mailbox_before, state, closed_at, erase_at} per conversation; all nil for one that does
--       not exist, no mailbox for one that is being erased or was
local heads = {}
for i, conversation in ipairs(KEYS) do
  heads[i] = redis.call('HMGET', conversation, 'head_seq', 'mailbox', 'mailbox_before', 'state', 'closed_at',
    'erase_at')
end
return heads
