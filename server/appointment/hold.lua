-- Claims every quarter of a call for a hold, or nothing. The connection's earlier hold is no obstacle and ends here.
-- A time that was computed under rules which are no longer the advisor's is not given out.
-- KEYS  1 hold  2 claims of the first UTC day  3 of the last  4 advisor
--       and, with an earlier hold, 5 to 7 what 1 to 3 are of that one
-- ARGV  1 hold id  2 first quarter  3 number of quarters  4 life in s  5 advisor  6 start  7 end
--       8 version of the availability that offers the time
--       9 id, 10 first quarter and 11 number of quarters of the earlier hold, or nothing
-- Reply {'held', expires_at} | {'taken'} | {'changed'}
local function day_key(at, first, quarter)
  return math.floor(quarter / 96) == math.floor(first / 96) and KEYS[at] or KEYS[at + 1]
end

local known = redis.call('HGET', KEYS[1], 'expires_at')
if known then return {'held', tonumber(known)} end

local rules = redis.call('HMGET', KEYS[4], 'state', 'availability_n')
if rules[1] ~= 'approved' or (rules[2] or '0') ~= ARGV[8] then return {'changed'} end

local now = tonumber(redis.call('TIME')[1])
local first, count = tonumber(ARGV[2]), tonumber(ARGV[3])
local earlier = KEYS[5] and redis.call('HGET', KEYS[5], 'claim')
for quarter = first, first + count - 1 do
  local claim = redis.call('HGET', day_key(2, first, quarter), quarter % 96)
  if claim and claim ~= earlier then
    local ends = string.match(claim, '^h(%d+):')
    if not ends or tonumber(ends) > now then return {'taken'} end
  end
end

if earlier then
  local earlier_first, earlier_count = tonumber(ARGV[10]), tonumber(ARGV[11])
  for quarter = earlier_first, earlier_first + earlier_count - 1 do
    local key = day_key(6, earlier_first, quarter)
    if redis.call('HGET', key, quarter % 96) == earlier then redis.call('HDEL', key, quarter % 96) end
  end
  redis.call('DEL', KEYS[5])
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
