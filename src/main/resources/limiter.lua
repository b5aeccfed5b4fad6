-- The generic cell rate algorithm over many callers in one call. A caller's whole state is the
-- moment at which the full burst is back, in microseconds of this server's clock, so that all
-- instances judge by one clock and an idle key expires by itself.
--
-- KEYS  one per question, a key may repeat
-- ARGV  two per question: the burst, and the microseconds after which one request is regained
-- reply four integers per question: allowed, remaining, microseconds to full, microseconds to wait

local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local reply = {}

for i, key in ipairs(KEYS) do
  local burst = tonumber(ARGV[2 * i - 1])
  local step = tonumber(ARGV[2 * i])
  local full = math.max(tonumber(redis.call('GET', key) or now), now)
  local wait = full + step - step * burst - now
  local allowed = wait <= 0
  if allowed then
    full = full + step
    -- Not tostring: it keeps 14 digits, and microseconds since 1970 have 16.
    redis.call('SET', key, string.format('%.0f', full), 'PX', math.ceil((full - now) / 1000))
  end
  reply[#reply + 1] = allowed and 1 or 0
  reply[#reply + 1] = allowed and math.floor(-wait / step) or 0
  reply[#reply + 1] = full - now
  reply[#reply + 1] = allowed and 0 or wait
end

return reply
