package io.kronosq.redis;

import io.kronosq.inspect.AuditEntry;
import io.kronosq.store.AuditStore;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Keeps what operators did in a stream, whose ids are also the times. */
final class AuditCommands implements AuditStore {
  private static final int KEPT = 10_000;

  /** No entry is before 0-0, and Redis refuses to look there. */
  private static final Pattern ID = Pattern.compile("(?!0+-0+$)\\d{1,15}-\\d{1,15}");

  /** Stands before the names of details among the fields. */
  private static final String DETAIL = "d:";

  private final RedisCalls calls;
  private final byte[] key;

  AuditCommands(RedisCalls calls, Keys keys) {
    this.calls = calls;
    key = keys.audit();
  }

  @Override
  public CompletableFuture<AuditEntry> record(AuditEntry entry) {
    Args fields = new Args(10 + 2 * entry.details().size());
    fields.add("user").add(entry.user()).add("action").add(entry.action());
    fields.add("target").add(entry.target()).add("outcome").add(entry.outcome());
    fields.add("affected").add(entry.affected());
    entry.details().forEach((name, value) -> fields.add(DETAIL + name).add(value));
    XAddArgs capped = new XAddArgs().maxlen(KEPT).approximateTrimming();
    return calls
        .send(redis -> redis.xadd(key, capped, (Object[]) fields.toArray()))
        .thenApply(
            id ->
                new AuditEntry(
                    id,
                    time(id),
                    entry.user(),
                    entry.action(),
                    entry.target(),
                    entry.details(),
                    entry.outcome(),
                    entry.affected()));
  }

  @Override
  public CompletableFuture<List<AuditEntry>> entries(@Nullable String after, int most) {
    if (after != null && !ID.matcher(after).matches()) {
      throw new IllegalArgumentException(
          "'" + after + "' is no place in the audit log; pass on what the page before said");
    }
    Range<String> before =
        Range.from(
            Range.Boundary.unbounded(),
            after == null ? Range.Boundary.unbounded() : Range.Boundary.excluding(after));
    return calls
        .send(redis -> redis.xrevrange(key, before, Limit.from(most)))
        .thenApply(messages -> messages.stream().map(AuditCommands::entry).toList());
  }

  private static AuditEntry entry(StreamMessage<byte[], byte[]> message) {
    Map<String, String> known = new HashMap<>();
    Map<String, String> details = new HashMap<>();
    message
        .getBody()
        .forEach(
            (field, value) -> {
              String name = Args.text(field);
              if (name.startsWith(DETAIL)) {
                details.put(name.substring(DETAIL.length()), Args.text(value));
              } else {
                known.put(name, Args.text(value));
              }
            });
    return new AuditEntry(
        message.getId(),
        time(message.getId()),
        known.getOrDefault("user", ""),
        known.getOrDefault("action", ""),
        known.getOrDefault("target", ""),
        details,
        known.getOrDefault("outcome", ""),
        Long.parseLong(known.getOrDefault("affected", "0")));
  }

  private static Instant time(String id) {
    return Instant.ofEpochMilli(Long.parseLong(id.substring(0, id.indexOf('-'))));
  }
}
