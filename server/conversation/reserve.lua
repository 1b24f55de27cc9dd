-- Vault half of creating a conversation, before the log half: the mailbox, its list and the share S. Without the log
-- half this is an orphan that opens nothing.
-- KEYS  mailbox, share, what the mailbox began today
-- ARGV  1 auth key  2 field of the conversation in the mailbox  3 share  4 conversations_max
--       5 number of the day  6 seconds to its end  7 conversations that a mailbox may begin in a day
-- Reply {'reserved'} | {'full'} | {'exists'} | {'spent', seconds to wait}
local listed = redis.call('HEXISTS', KEYS[1], ARGV[2]) == 1
local share = redis.call('GET', KEYS[2])
if share then
  if listed and share == ARGV[3] then return {'reserved'} end
  return {'exists'}
end
-- One field holds the auth key; every other field is a conversation.
if not listed and redis.call('HLEN', KEYS[1]) > tonumber(ARGV[4]) then return {'full'} end
if not listed then
  -- 'day conversations'.
  local day, begun = string.match(redis.call('GET', KEYS[3]) or '', '^(%d+) (%d+)$')
  if day ~= ARGV[5] then begun = 0 end
  if begun + 1 > tonumber(ARGV[7]) then return {'spent', tonumber(ARGV[6])} end
  redis.call('SET', KEYS[3], string.format('%s %.0f', ARGV[5], begun + 1), 'EX', ARGV[6])
end
redis.call('HSET', KEYS[1], 'auth_key', ARGV[1], ARGV[2], '')
redis.call('SET', KEYS[2], ARGV[3])
return {'reserved'}
