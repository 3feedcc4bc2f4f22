-- Redis orders by bytes; Lua's own comparison would follow the locale. Stands before the scripts that need it.
local function isBehind(a, b)
  for i = 1, math.min(#a, #b) do
    local x, y = string.byte(a, i), string.byte(b, i)
    if x ~= y then
      return x > y
    end
  end
  return #a > #b
end
