-- Claims every quarter of a call for a hold, or nothing. The connection's earlier hold is no obstacle and ends here.
-- KEYS  1 hold  2 claims of the first UTC day  3 of the last  and, with an earlier hold, the same three of that one
-- ARGV  1 hold id  2 first quarter  3 number of quarters  4 life in s  5 advisor  6 start  7 end
--       8 id, 9 first quarter and 10 number of quarters of the earlier hold, or nothing
-- Reply {'held', expires_at} | {'taken'}
local function day_key(at, first, quarter)
  return math.floor(quarter / 96) == math.floor(first / 96) and KEYS[at] or KEYS[at + 1]
end

local known = redis.call('HGET', KEYS[1], 'expires_at')
if known then return {'held', tonumber(known)} end

local now = tonumber(redis.call('TIME')[1])
local first, count = tonumber(ARGV[2]), tonumber(ARGV[3])
local earlier = KEYS[4] and redis.call('HGET', KEYS[4], 'claim')
for quarter = first, first + count - 1 do
  local claim = redis.call('HGET', day_key(2, first, quarter), quarter % 96)
  if claim and claim ~= earlier then
    local ends = string.match(claim, '^h(%d+):')
    if not ends or tonumber(ends) > now then return {'taken'} end
  end
end

if earlier then
  local earlier_first, earlier_count = tonumber(ARGV[9]), tonumber(ARGV[10])
  for quarter = earlier_first, earlier_first + earlier_count - 1 do
    local key = day_key(5, earlier_first, quarter)
    if redis.call('HGET', key, quarter % 96) == earlier then redis.call('HDEL', key, quarter % 96) end
  end
  redis.call('DEL', KEYS[4])
end

local expires_at = now + tonumber(ARGV[4])
local mine = string.format('h%d:', expires_at) .. ARGV[1]
for quarter = first, first + count - 1 do
  redis.call('HSET', day_key(2, first, quarter), quarter % 96, mine)
end
redis.call('EXPIREAT', KEYS[2], (math.floor(first / 96) + 3) * 86400)
redis.call('EXPIREAT', KEYS[3], (math.floor((first + count - 1) / 96) + 3) * 86400)
redis.call('HSET', KEYS[1], 'advisor', ARGV[5], 'start', ARGV[6], 'end', ARGV[7], 'quarter', ARGV[2],
  'count', ARGV[3], 'claim', mine, 'expires_at', expires_at)
redis.call('EXPIREAT', KEYS[1], expires_at)
return {'held', expires_at}
