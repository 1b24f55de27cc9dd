-- What is known about some appointments.
-- KEYS  appointments
-- Reply one array an appointment: {advisor, conversation, mailbox, start, end, quarter, count, state, request}
local read = {}
for i = 1, #KEYS do
  read[i] = redis.call('HMGET', KEYS[i], 'advisor', 'conversation', 'mailbox', 'start', 'end', 'quarter', 'count',
    'state', 'request')
end
return read
