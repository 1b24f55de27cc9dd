-- Changes the blocks of an advisor's own calendar, and counts the versions of its rules.
-- A block is kept as its id (16 bytes), its beginning in decimal digits, ':' and 'own' or 'imported'; its score is its end.
-- KEYS  1 advisor  2 blocks  3 change counter of the advisor's appointments
-- ARGV  1 now  2 most blocks  3 hint channel of the advisor  4 what goes first: 'imported', or a block's id
--       5.. end and kept form of each new block
-- Reply {'put'} | {'full'} | {'absent'}
if redis.call('HGET', KEYS[1], 'state') ~= 'approved' then return {'absent'} end
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', ARGV[1])
local going = {}
for _, block in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1)) do
  local imported = string.sub(block, -9) == ':imported'
  if ARGV[4] == 'imported' and imported or string.sub(block, 1, 16) == ARGV[4] then going[#going + 1] = block end
end
local coming = (#ARGV - 4) / 2
if redis.call('ZCARD', KEYS[2]) - #going + coming > tonumber(ARGV[2]) then return {'full'} end
for _, block in ipairs(going) do redis.call('ZREM', KEYS[2], block) end
for at = 5, #ARGV, 2 do redis.call('ZADD', KEYS[2], ARGV[at], ARGV[at + 1]) end
redis.call('HINCRBY', KEYS[1], 'rules_n', 1)
redis.call('INCR', KEYS[3])
redis.call('PUBLISH', ARGV[3], '')
return {'put'}
