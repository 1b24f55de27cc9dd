-- Lists a conversation in a mailbox, so that the words of the mailbox find it once the log says that it is theirs.
-- KEYS  mailbox
-- ARGV  1 auth key  2 field of the conversation in the mailbox  3 conversations_max
-- Reply 'joined' | 'full'
-- One field holds the auth key; every other field is a conversation.
if redis.call('HEXISTS', KEYS[1], ARGV[2]) == 0 and redis.call('HLEN', KEYS[1]) > tonumber(ARGV[3]) then
  return 'full'
end
redis.call('HSET', KEYS[1], 'auth_key', ARGV[1], ARGV[2], '')
return 'joined'
