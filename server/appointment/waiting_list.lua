-- Who waits for an advisor, those whose turn it is first.
-- KEYS  1 the advisor's list
-- ARGV  1 what the keys of waiting conversations begin with  2 most of them
-- Reply one array each: {conversation, advisor, wishes, made_at, hold, start, end, kinds, expires_at, missed}
local function key_of(id)
  return ARGV[1] .. string.gsub(id, '.', function(c) return string.format('%02x', string.byte(c)) end)
end

local list = {}
for i, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, tonumber(ARGV[2]) - 1)) do
  local entry = redis.call('HMGET', key_of(id), 'advisor', 'wishes', 'made_at', 'hold', 'start', 'end', 'kinds',
    'expires_at', 'missed')
  list[i] = {id, unpack(entry)}
end
return list
