-- Notes what an advisor has seen and when a mail is due, if the address is still the one that was read: one that was
-- taken away or replaced meanwhile does not come back.
-- KEYS  reminder
-- ARGV  1 sealed address that was read  2 seen  3 due at, Unix seconds, 0 when none is  4 mailed at, Unix seconds
-- Reply 1, or 0 when it is another address or none
if redis.call('HGET', KEYS[1], 'address') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'seen', ARGV[2], 'due_at', ARGV[3], 'mailed_at', ARGV[4])
return 1
