package io.kronosq.trace;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where in a trace something is, as the W3C recommendation Trace Context (level 1) writes it.
 *
 * @param traceId the trace: 32 hexadecimal digits in lower case, not all zero
 * @param spanId the span: 16 hexadecimal digits in lower case, not all zero
 * @param sampled whether the caller may have recorded it
 * @param state what tracing systems added, as in the header {@code tracestate}; may be empty
 */
public record TraceContext(String traceId, String spanId, boolean sampled, String state) {
  /** The header for all of it but the state. */
  public static final String PARENT_HEADER = "traceparent";

  /** The header for the state. */
  public static final String STATE_HEADER = "tracestate";

  private static final int MAX_STATE_MEMBERS = 32;
  private static final int MAX_STATE_LENGTH = 512;
  private static final Pattern TRACE_ID = Pattern.compile("(?!0{32})[0-9a-f]{32}");
  private static final Pattern SPAN_ID = Pattern.compile("(?!0{16})[0-9a-f]{16}");
  private static final Pattern PARENT =
      Pattern.compile("(?!ff)([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
  private static final Pattern STATE_MEMBER =
      Pattern.compile(
          "[a-z0-9][a-z0-9_\\-*/]{0,240}(@[a-z][a-z0-9_\\-*/]{0,13})?"
              + "=[\\x20-\\x2B\\x2D-\\x3C\\x3E-\\x7E]{0,255}[\\x21-\\x2B\\x2D-\\x3C\\x3E-\\x7E]");

  /**
   * Checks the ids.
   *
   * @throws IllegalArgumentException when one is of another form
   */
  public TraceContext {
    if (!TRACE_ID.matcher(traceId).matches() || !SPAN_ID.matcher(spanId).matches()) {
      throw new IllegalArgumentException(
          "A trace id has 32 hexadecimal digits in lower case and a span id 16, none of them all"
              + " zero; not '"
              + traceId
              + "' and '"
              + spanId
              + "'");
    }
  }

  /**
   * Reads the headers; a state that is wrong is dropped, as the recommendation asks for.
   *
   * @param parent the header {@code traceparent}, or null
   * @param state the header {@code tracestate}, or null
   * @return empty when there is no parent, or a wrong one
   */
  public static Optional<TraceContext> parse(@Nullable String parent, @Nullable String state) {
    Matcher parts = PARENT.matcher(parent == null ? "" : parent);
    if (!parts.matches()
        || ("00".equals(parts.group(1)) && parts.group(5) != null)
        || !TRACE_ID.matcher(parts.group(2)).matches()
        || !SPAN_ID.matcher(parts.group(3)).matches()) {
      return Optional.empty();
    }
    boolean sampled = (Integer.parseInt(parts.group(4), 16) & 1) == 1;
    return Optional.of(
        new TraceContext(
            parts.group(2), parts.group(3), sampled, state == null ? "" : validState(state)));
  }

  private static String validState(String state) {
    StringBuilder valid = new StringBuilder();
    int members = 0;
    for (String part : state.split(",", -1)) {
      String member = part.strip();
      if (member.isEmpty()) {
        continue;
      }
      members++;
      if (members > MAX_STATE_MEMBERS || !STATE_MEMBER.matcher(member).matches()) {
        return "";
      }
      if (valid.length() + 1 + member.length() <= MAX_STATE_LENGTH) {
        valid.append(valid.length() == 0 ? "" : ",").append(member);
      }
    }
    return valid.toString();
  }

  /** The beginning of a trace, with random ids. */
  public static TraceContext start(boolean sampled) {
    return new TraceContext(randomId() + randomId(), randomId(), sampled, "");
  }

  /** A new span within the same trace. */
  public TraceContext child() {
    return new TraceContext(traceId, randomId(), sampled, state);
  }

  private static String randomId() {
    long id = 0;
    while (id == 0) {
      id = ThreadLocalRandom.current().nextLong();
    }
    return String.format(Locale.ROOT, "%016x", id);
  }

  /** The value of the header {@code traceparent}. */
  public String parent() {
    return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
  }
}
