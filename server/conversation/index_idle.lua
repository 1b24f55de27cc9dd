-- Puts open conversations that the index of idle ones does not know there, by the day of their last entry.
-- KEYS  1 open conversations by day, then a conversation and its log each
-- ARGV  the ids of the conversations
-- Reply {'indexed', how many}
local count = 0
for i, id in ipairs(ARGV) do
  if redis.call('HGET', KEYS[2 * i], 'state') == 'open' and not redis.call('ZSCORE', KEYS[1], id) then
    local last = redis.call('XREVRANGE', KEYS[2 * i + 1], '+', '-', 'COUNT', 1)[1]
    if last then
      redis.call('ZADD', KEYS[1], (math.floor(tonumber(last[2][4]) / 86400) + 1) * 86400, id)
      count = count + 1
    end
  end
end
return {'indexed', count}
