package io.kronosq.admin.live;

import io.kronosq.admin.problem.ProblemException;
import io.kronosq.admin.problem.Problems;
import io.kronosq.task.QueueInfo;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which queues are wanted, in which order. Pages are stable while numbers change as far as that can
 * be: a page begins behind the number and the name at which the page before ended.
 *
 * @param name a part of the name, whatever its case; empty for all queues
 * @param sort what they are ordered by; those with the same number by name
 * @param descending whether the greatest come first, or the last names
 * @param limit most queues of a page, 1 to {@value #MAX_LIMIT}
 * @param after behind which place the page begins; null for the first page
 */
public record QueueListing(
    String name, Sort sort, boolean descending, int limit, @Nullable Place after) {
  /** Most queues of a page. */
  public static final int MAX_LIMIT = 1_000;

  private static final int DEFAULT_LIMIT = 100;

  /** What queues are ordered by. */
  public enum Sort {
    /** Their name. */
    NAME(queue -> 0),
    /** Tasks that wait for a worker. */
    PENDING(QueueInfo::pending),
    /** Age of the oldest of these. */
    LATENCY(queue -> queue.latency().toMillis()),
    /** Tasks that failed for good. */
    ARCHIVED(QueueInfo::archived),
    /** Tasks that a server holds. */
    ACTIVE(QueueInfo::active);

    @SuppressWarnings("ImmutableEnumChecker")
    private final ToLongFunction<QueueInfo> number;

    Sort(ToLongFunction<QueueInfo> number) {
      this.number = number;
    }
  }

  /**
   * Where a queue stands in the order.
   *
   * @param number what it is ordered by
   * @param name its name
   */
  public record Place(long number, String name) {
    private static Place parse(String text) {
      int mark = text.indexOf(':');
      try {
        return new Place(
            Long.parseLong(text.substring(0, Math.max(0, mark))), text.substring(mark + 1));
      } catch (NumberFormatException e) {
        throw Problems.malformed(
            "cursor",
            "'" + text + "' does not say where a page begins",
            "pass on what the page before said, or leave it out for the first page");
      }
    }

    @Override
    public String toString() {
      return number + ":" + name;
    }
  }

  /** Checks the limit. */
  public QueueListing {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw Problems.malformed(
          "limit", "A page has 1 to " + MAX_LIMIT + " queues, not " + limit, "ask for fewer");
    }
  }

  /**
   * What the parameters of a query say; null for what it leaves out.
   *
   * @param name a part of the name
   * @param sort one of the lower-case names of {@link Sort}
   * @param order {@code asc} or {@code desc}; without it, names ascend and numbers descend
   * @param limit most queues of a page; 100 if null
   * @param cursor the {@link QueuePage#next()} of the page before
   * @throws ProblemException when one of them can't be understood
   */
  public static QueueListing of(
      @Nullable String name,
      @Nullable String sort,
      @Nullable String order,
      @Nullable Integer limit,
      @Nullable String cursor) {
    Sort by = sort == null ? Sort.NAME : Choice.of("sort", Sort.class, sort);
    boolean descending =
        order == null ? by != Sort.NAME : Choice.of("order", Order.class, order) == Order.DESC;
    return new QueueListing(
        name == null ? "" : name,
        by,
        descending,
        limit == null ? DEFAULT_LIMIT : limit,
        cursor == null || cursor.isEmpty() ? null : Place.parse(cursor));
  }

  private enum Order {
    ASC,
    DESC
  }

  /** The page that this asks for. */
  QueuePage page(QueueSnapshot snapshot) {
    String part = name.toLowerCase(Locale.ROOT);
    List<QueueInfo> all =
        snapshot.queues().stream()
            .filter(queue -> queue.name().toLowerCase(Locale.ROOT).contains(part))
            .toList();
    Comparator<Place> order = order();
    List<QueueInfo> behind =
        all.stream()
            .filter(queue -> after == null || order.compare(place(queue), after) > 0)
            .sorted(Comparator.comparing(this::place, order))
            .limit(limit + 1L)
            .toList();
    if (behind.size() <= limit) {
      return new QueuePage(snapshot, behind, null, all.size());
    }
    List<QueueInfo> page = behind.subList(0, limit);
    return new QueuePage(snapshot, page, place(page.get(limit - 1)).toString(), all.size());
  }

  private Place place(QueueInfo queue) {
    return new Place(sort.number.applyAsLong(queue), queue.name());
  }

  private Comparator<Place> order() {
    Comparator<Place> byNumber = Comparator.comparingLong(Place::number);
    Comparator<Place> byName = Comparator.comparing(Place::name);
    if (!descending) {
      return byNumber.thenComparing(byName);
    }
    return byNumber.reversed().thenComparing(sort == Sort.NAME ? byName.reversed() : byName);
  }
}
