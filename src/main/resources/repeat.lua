-- Who was on which link within the hour, for many visits in one call.
--
-- KEYS  one per visit: the place of a visitor on a link
-- ARGV  two per visit: "claim", "confirm" or "release", and the id of the click
-- reply one text per visit: empty when the place was free, or for the other two; else the id of the
--       click that holds it, with a question mark in front while that click is not yet committed

local HOUR = 3600
local CLAIM = 10

local reply = {}
for i, key in ipairs(KEYS) do
  local action, id = ARGV[2 * i - 1], ARGV[2 * i]
  local holder = ''
  if action == 'confirm' then
    redis.call('SET', key, id, 'EX', HOUR)
  elseif action == 'release' then
    if redis.call('GET', key) == '?' .. id then
      redis.call('DEL', key)
    end
  else
    holder = redis.call('GET', key) or ''
    if holder == '' then
      redis.call('SET', key, '?' .. id, 'EX', CLAIM)
    end
  end
  reply[i] = holder
end
return reply
