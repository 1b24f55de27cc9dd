-- Claims the quarters of a time for a hold, or nothing: as much as any kind needs that the time can be had for. The
-- connection's earlier hold is no obstacle and ends here. A time that was computed under rules which are no longer
-- the advisor's is not given out.
-- KEYS  1 hold  2 advisor  3 earlier hold, or the same as 1  4.. claims of days
-- ARGV  1 hold id  2 life in s  3 advisor  4 start  5 end  6 version of the rules that offer the time
--       7 first quarter of the local day  8 first of the next  9 most appointments a local day, or 0
--       10 first quarter and 11 number of quarters of the earlier hold, or 0
--       12 number of kinds, then first quarter and number of quarters of each, then the days
-- Reply {'held', expires_at, first quarter, number of quarters} | {'taken'} | {'changed'}
local known = redis.call('HMGET', KEYS[1], 'expires_at', 'quarter', 'count')
if known[1] then return {'held', tonumber(known[1]), tonumber(known[2]), tonumber(known[3])} end

local rules = redis.call('HMGET', KEYS[2], 'state', 'rules_n')
if rules[1] ~= 'approved' or (rules[2] or '0') ~= ARGV[6] then return {'changed'} end

local kinds = tonumber(ARGV[12])
know_days(4, 13 + 2 * kinds)
local now = tonumber(redis.call('TIME')[1])
local earlier = KEYS[3] ~= KEYS[1] and redis.call('HGET', KEYS[3], 'claim') or nil

local most = tonumber(ARGV[9])
if most > 0 then
  local begun, before = 0, nil
  local from = tonumber(ARGV[7])
  local claims = claims_in(from, tonumber(ARGV[8]) - from)
  for i = 1, #claims do
    local claim = is_another(claims[i], now, earlier) and claims[i] or nil
    if claim and claim ~= before then begun = begun + 1 end
    before = claim
  end
  if begun >= most then return {'taken'} end
end

local first, past
for kind = 1, kinds do
  local from, count = tonumber(ARGV[11 + 2 * kind]), tonumber(ARGV[12 + 2 * kind])
  if not in_the_way(from, count, now, earlier) then
    first = math.min(first or from, from)
    past = math.max(past or 0, from + count)
  end
end
if not first then return {'taken'} end

if earlier then
  free(tonumber(ARGV[10]), tonumber(ARGV[11]), earlier)
  redis.call('DEL', KEYS[3])
end
local expires_at = now + tonumber(ARGV[2])
local mine = string.format('h%d:', expires_at) .. ARGV[1]
take(first, past - first, mine)
redis.call('HSET', KEYS[1], 'advisor', ARGV[3], 'start', ARGV[4], 'end', ARGV[5], 'quarter', first,
  'count', past - first, 'claim', mine, 'expires_at', expires_at)
redis.call('EXPIREAT', KEYS[1], expires_at)
return {'held', expires_at, first, past - first}
