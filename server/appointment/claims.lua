-- What the scripts about claims begin with. A claim stands in a hash a UTC day, quarter of the day -> who has it:
-- 'a' and an appointment's id, or 'h', the second at which it ends, ':' and a hold's id.
local claim_days = {}

-- The claims of some days: KEYS from first_key to the last, ARGV from first_argument their numbers since 1970.
local function know_days(first_key, first_argument)
  for i = first_key, #KEYS do claim_days[tonumber(ARGV[first_argument + i - first_key])] = KEYS[i] end
end

-- Whether the days of a span are known; a span of nothing needs none.
local function knows(first, count)
  if count == 0 then return true end
  return claim_days[math.floor(first / 96)] and claim_days[math.floor((first + count - 1) / 96)] and true or false
end

-- What of a span lies on the day of its first quarter: the day's number, its quarters of the day, the quarter after.
local function on_first_day(first, past)
  local day = math.floor(first / 96)
  local after = math.min(past, (day + 1) * 96)
  local quarters = {}
  for quarter = first, after - 1 do quarters[#quarters + 1] = quarter - day * 96 end
  return day, quarters, after
end

-- Whether what stands in a quarter is another's: it is not when a hold has run out, or when it is one's own.
local function is_another(claim, now, own)
  if not claim or claim == own then return false end
  local ends = string.match(claim, '^h(%d+):')
  return not ends or tonumber(ends) > now
end

-- What stands in each quarter of a span; false where nothing does.
local function claims_in(first, count)
  local found, past, at = {}, first + count, 0
  while first < past do
    local day, quarters, after = on_first_day(first, past)
    local claims = redis.call('HMGET', claim_days[day], unpack(quarters))
    for i = 1, #quarters do found[at + i] = claims[i] end
    first, at = after, at + #quarters
  end
  return found
end

local function in_the_way(first, count, now, own)
  local claims = claims_in(first, count)
  for i = 1, count do
    if is_another(claims[i], now, own) then return claims[i] end
  end
  return nil
end

local function all_are(first, count, claim)
  local claims = claims_in(first, count)
  for i = 1, count do
    if claims[i] ~= claim then return false end
  end
  return true
end

local function take(first, count, claim)
  local past = first + count
  while first < past do
    local day, quarters, after = on_first_day(first, past)
    local written = {}
    for i = 1, #quarters do written[2 * i - 1], written[2 * i] = quarters[i], claim end
    redis.call('HSET', claim_days[day], unpack(written))
    redis.call('EXPIREAT', claim_days[day], (day + 3) * 86400)
    first = after
  end
end

-- Those that are still this claim's.
local function free(first, count, claim)
  local past = first + count
  while first < past do
    local day, quarters, after = on_first_day(first, past)
    local claims, mine = redis.call('HMGET', claim_days[day], unpack(quarters)), {}
    for i = 1, #quarters do
      if claims[i] == claim then mine[#mine + 1] = quarters[i] end
    end
    if #mine > 0 then redis.call('HDEL', claim_days[day], unpack(mine)) end
    first = after
  end
end

-- Whether a conversation has as many appointments to come as it may: so many that stand, and four times as many with those
-- that were cancelled, because their keys stay too. `list` is the conversation's, `one` the key of any appointment.
local function has_most(list, one, now, most)
  local ids = redis.call('ZRANGEBYSCORE', list, now, '+inf')
  if #ids < most then return false end
  if #ids >= 4 * most then return true end
  local prefix, standing = string.sub(one, 1, -33), 0
  for _, id in ipairs(ids) do
    local hex = string.gsub(id, '.', function(c) return string.format('%02x', string.byte(c)) end)
    if redis.call('HGET', prefix .. hex, 'state') ~= 'cancelled' then standing = standing + 1 end
  end
  return standing >= most
end
