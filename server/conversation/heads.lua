-- How far several conversations go, and whose they are.
-- KEYS  conversations
-- Reply {head_seq, mailbox, mailbox_before} per conversation; all nil for one that does not exist
local heads = {}
for i, conversation in ipairs(KEYS) do
  heads[i] = redis.call('HMGET', conversation, 'head_seq', 'mailbox', 'mailbox_before')
end
return heads
