-- What the scripts about claims begin with. A claim stands in a hash a UTC day, quarter of the day -> who has it:
-- 'a' and an appointment's id, or 'h', the second at which it ends, ':' and a hold's id.
local claim_days = {}

-- The claims of some days: KEYS from first_key to the last, ARGV from first_argument their numbers since 1970.
local function know_days(first_key, first_argument)
  for i = first_key, #KEYS do claim_days[tonumber(ARGV[first_argument + i - first_key])] = KEYS[i] end
end

local function claims_of(quarter) return claim_days[math.floor(quarter / 96)] end

-- Whether the days of a span are known; a span of nothing needs none.
local function knows(first, count)
  return count == 0 or (claims_of(first) and claims_of(first + count - 1)) and true or false
end

-- Who has a quarter; nil when nobody has, when a hold has run out, and when it is one's own.
local function claim_at(quarter, now, own)
  local claim = redis.call('HGET', claims_of(quarter), quarter % 96)
  if not claim or claim == own then return nil end
  local ends = string.match(claim, '^h(%d+):')
  if ends and tonumber(ends) <= now then return nil end
  return claim
end

local function in_the_way(first, count, now, own)
  for quarter = first, first + count - 1 do
    local claim = claim_at(quarter, now, own)
    if claim then return claim end
  end
  return nil
end

local function all_are(first, count, claim)
  for quarter = first, first + count - 1 do
    if redis.call('HGET', claims_of(quarter), quarter % 96) ~= claim then return false end
  end
  return true
end

local function take(first, count, claim)
  for quarter = first, first + count - 1 do
    local key = claims_of(quarter)
    redis.call('HSET', key, quarter % 96, claim)
    redis.call('EXPIREAT', key, (math.floor(quarter / 96) + 3) * 86400)
  end
end

-- Those that are still this claim's.
local function free(first, count, claim)
  for quarter = first, first + count - 1 do
    local key = claims_of(quarter)
    if redis.call('HGET', key, quarter % 96) == claim then redis.call('HDEL', key, quarter % 96) end
  end
end

