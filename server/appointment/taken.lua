-- Which quarters of some UTC days are taken, holds that have run out left aside.
-- KEYS  claims, one key a day
-- Reply one string a day: '' for an empty one, else 96 characters, 'x' where a quarter is taken
local now = tonumber(redis.call('TIME')[1])
local days = {}
for i = 1, #KEYS do
  local claims = redis.call('HGETALL', KEYS[i])
  local quarters = {}
  for at = 1, #claims, 2 do
    local ends = string.match(claims[at + 1], '^h(%d+):')
    if not ends or tonumber(ends) > now then
      if not next(quarters) then
        for quarter = 1, 96 do quarters[quarter] = '.' end
      end
      quarters[tonumber(claims[at]) + 1] = 'x'
    end
  end
  days[i] = table.concat(quarters)
end
return days
