-- What handlers tell of their active tasks: progress, lines of a log, of which the last ones are kept, and checkpoints.
-- KEYS: active of the server, notes
-- ARGV: most lines kept, id, progress ('' for none), message, lines as a MessagePack array ('' for none),
--   '=' and a checkpoint ('' for none), …
-- Returns refused ids.
local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
local most, refused = tonumber(ARGV[1]), {}
for i = 2, #ARGV, 5 do
  local id, progress, message, lines, checkpoint = unpack(ARGV, i, i + 4)
  if redis.call('SISMEMBER', KEYS[1], id) == 0 then
    refused[#refused + 1] = id
  else
    if checkpoint ~= '' then
      redis.call('HSET', KEYS[2], id, now .. ':' .. string.sub(checkpoint, 2))
    end
    if progress ~= '' or lines ~= '' then
      local packed = redis.call('HGET', KEYS[2], id .. '\n')
      local notes = packed and cmsgpack.unpack(packed) or {'', '', '', {}}
      if progress ~= '' then
        notes[1], notes[2], notes[3] = progress, message, now
      end
      if lines ~= '' then
        local all = notes[4]
        for _, line in ipairs(cmsgpack.unpack(lines)) do
          all[#all + 1] = line
        end
        notes[4] = {unpack(all, math.max(1, #all - most + 1))}
      end
      redis.call('HSET', KEYS[2], id .. '\n', cmsgpack.pack(notes))
    end
  end
end
return refused
