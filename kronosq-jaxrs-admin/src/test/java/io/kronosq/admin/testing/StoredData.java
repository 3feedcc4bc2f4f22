package io.kronosq.admin.testing;

import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Everything that Redis has under a prefix, so that a change of anything is seen. */
public final class StoredData {
  /**
   * What moves by itself: what servers tell of themselves and count, their leases, and the audit,
   * which tells of what was refused, too.
   */
  private static final Pattern BY_ITSELF =
      Pattern.compile(
          ".*:(\\{/servers}:(seen|reports|samples:.*)|\\{/events}:.*|\\{/all}:.*|\\{/audit}"
              + "|\\{served}:(s|w|st.*))");

  /**
   * Each key with a digest of its value, and with the time at which it goes. Redis changes the
   * order of hashes and sets by itself.
   */
  private static final String DIGESTS =
      """
      local function value(key)
        local kind = redis.call('TYPE', key).ok
        local parts
        if kind == 'set' then
          parts = redis.call('SMEMBERS', key)
        elseif kind == 'hash' then
          parts = redis.call('HKEYS', key)
        else
          return redis.call('DUMP', key)
        end
        table.sort(parts)
        if kind == 'hash' then
          for i, field in ipairs(parts) do
            parts[i] = field .. '=' .. redis.call('HGET', key, field)
          end
        end
        return table.concat(parts, ';')
      end
      local told = {}
      for _, key in ipairs(redis.call('KEYS', ARGV[1])) do
        told[#told + 1] = key
        told[#told + 1] = redis.sha1hex(value(key)) .. ' until ' .. redis.call('PEXPIRETIME', key)
      end
      return told
      """;

  private StoredData() {}

  /**
   * All keys but those that move by themselves.
   *
   * @param uri of a Redis alone
   * @param prefix of the keys
   * @return each key with what stands for its value
   */
  public static Map<String, String> read(String uri, String prefix) {
    Map<String, String> data = new TreeMap<>();
    RedisClient client = RedisClient.create(uri);
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      List<String> told =
          connection.sync().eval(DIGESTS, ScriptOutputType.MULTI, new String[0], prefix + ":*");
      for (int i = 0; i < told.size(); i += 2) {
        if (!BY_ITSELF.matcher(told.get(i)).matches()) {
          data.put(told.get(i), told.get(i + 1));
        }
      }
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
    return data;
  }
}
