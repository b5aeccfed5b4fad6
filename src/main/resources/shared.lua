-- What the instances share, for many questions in one call: how much a caller may still ask, by the
-- generic cell rate algorithm, and who was on which link. A caller's whole state is the moment at
-- which the full burst is back, in microseconds of this server's clock, so that all instances judge
-- by one clock and an idle key expires by itself.
--
-- KEYS  one per question; a key may repeat
-- ARGV  two per question: the burst, and the microseconds after which one request is regained; or
--       "claim", "confirm" or "release", and the id of a click; or "publish" and a text to keep
-- reply one per question
--       for a limit: the microseconds until the full burst is back, below zero for a refusal
--       for a claim: empty when the place was free, else the id of the click that holds it, with a
--       question mark in front while that click is not yet committed
--       otherwise empty

local HOUR = '3600'
local CLAIM = '10'

local call, format = redis.call, string.format
local clock = call('TIME')
local now = clock[1] * 1000000 + clock[2]

-- Numbers are formatted here: tostring keeps 14 digits, where microseconds since 1970 have 16; %d
-- is too short for those in a Redis of 32 bits; SET is slow with a number it has to format.
local function take(key, burst, step)
  local debt = math.max((call('GET', key) or now) - now, 0)
  if debt + step > step * burst then
    return -debt
  end
  debt = debt + step
  call('SET', key, format('%.0f', now + debt), 'PX', format('%d', debt / 1000 + 1))
  return debt
end

local visit = {}

function visit.claim(key, id)
  local holder = call('GET', key) or ''
  if holder == '' then
    call('SET', key, '?' .. id, 'EX', CLAIM)
  end
  return holder
end

function visit.confirm(key, id)
  call('SET', key, id, 'EX', HOUR)
  return ''
end

function visit.release(key, id)
  if call('GET', key) == '?' .. id then
    call('DEL', key)
  end
  return ''
end

function visit.publish(key, text)
  call('SET', key, text)
  return ''
end

local reply = {}
for i, key in ipairs(KEYS) do
  local first, second = ARGV[2 * i - 1], ARGV[2 * i]
  local about = visit[first]
  reply[i] = about and about(key, second) or take(key, tonumber(first), tonumber(second))
end
return reply
