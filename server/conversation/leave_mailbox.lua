-- Takes a conversation out of a mailbox. One that lists no conversation any more is closed: nothing tells it from one
-- that never was.
-- KEYS  mailbox
-- ARGV  1 field of the conversation in the mailbox
-- Reply 'left'
redis.call('HDEL', KEYS[1], ARGV[1])
if redis.call('HLEN', KEYS[1]) <= 1 then redis.call('DEL', KEYS[1]) end
return 'left'
