-- Replaces an advisor's sealed note when nobody replaced it since revision ARGV[1].
-- KEYS  note
-- ARGV  1 expected revision  2 blob
-- Reply {'stored', revision} | {'conflict', revision}
local current = redis.call('HMGET', KEYS[1], 'revision', 'blob')
local revision = tonumber(current[1]) or 0
if revision == tonumber(ARGV[1]) + 1 and current[2] == ARGV[2] then return {'stored', revision} end
if revision ~= tonumber(ARGV[1]) then return {'conflict', revision} end
redis.call('HSET', KEYS[1], 'revision', revision + 1, 'blob', ARGV[2])
return {'stored', revision + 1}
