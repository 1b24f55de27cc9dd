-- Vault half of creating a conversation, before the log half: the mailbox, its list and the share S. Without the log
-- half this is an orphan that opens nothing.
-- KEYS  mailbox, share
-- ARGV  1 auth key  2 field of the conversation in the mailbox  3 share  4 conversations_max
-- Reply 'reserved' | 'full' | 'exists'
local listed = redis.call('HEXISTS', KEYS[1], ARGV[2]) == 1
local share = redis.call('GET', KEYS[2])
if share then
  if listed and share == ARGV[3] then return 'reserved' end
  return 'exists'
end
-- One field holds the auth key; every other field is a conversation.
if not listed and redis.call('HLEN', KEYS[1]) > tonumber(ARGV[4]) then return 'full' end
redis.call('HSET', KEYS[1], 'auth_key', ARGV[1], ARGV[2], '')
redis.call('SET', KEYS[2], ARGV[3])
return 'reserved'
