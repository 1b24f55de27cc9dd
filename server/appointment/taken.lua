-- Which quarters of some consecutive UTC days are taken, holds that have run out left aside.
-- KEYS  claims, one key a day
-- Reply one string a day: '' for an empty one, else 96 characters: '.' free, 'b' where a claim begins, 'x' the rest of it
local now = tonumber(redis.call('TIME')[1])
local days = {}
local before
for i = 1, #KEYS do
  local claims = redis.call('HGETALL', KEYS[i])
  local by_quarter = {}
  for at = 1, #claims, 2 do
    local ends = string.match(claims[at + 1], '^h(%d+):')
    if not ends or tonumber(ends) > now then by_quarter[tonumber(claims[at])] = claims[at + 1] end
  end
  if next(by_quarter) == nil then
    days[i], before = '', nil
  else
    local quarters = {}
    for quarter = 0, 95 do
      local claim = by_quarter[quarter]
      quarters[quarter + 1] = not claim and '.' or claim == before and 'x' or 'b'
      before = claim
    end
    days[i] = table.concat(quarters)
  end
end
return days
