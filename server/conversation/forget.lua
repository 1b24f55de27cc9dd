-- A tombstone has told whom it could.
-- KEYS  1 conversation  2 tombstones, then the desk of every advisor
-- ARGV  1 conversation id
-- Reply {'forgotten'}
if redis.call('HGET', KEYS[1], 'state') == 'erased' then redis.call('DEL', KEYS[1]) end
redis.call('ZREM', KEYS[2], ARGV[1])
for i = 3, #KEYS do redis.call('ZREM', KEYS[i], ARGV[1]) end
return {'forgotten'}
