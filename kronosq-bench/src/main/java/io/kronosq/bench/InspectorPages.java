package io.kronosq.bench;

import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import io.kronosq.inspect.TaskFilter;
import io.kronosq.inspect.TaskPage;
import io.kronosq.inspect.TaskQuery;
import io.kronosq.task.Task;
import io.kronosq.task.TaskState;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** I1: pages, filtered pages and single tasks, all over a queue with five million pending tasks. */
final class InspectorPages implements Scenario {
  private static final int COUNT = 5_000_000;
  private static final int CHUNK = 10_000;
  private static final int WALK = 1_000;

  /** One task in so many is of the type that is filtered for. */
  private static final int RARE = 100;

  private static final String RARE_TYPE = "bench:rare";
  private static final TaskQuery ALL = TaskQuery.of("default", TaskState.PENDING);

  @Override
  public String name() {
    return "I1";
  }

  @Override
  public String title() {
    return "Inspector on " + COUNT + " pending tasks";
  }

  @Override
  public boolean onDemand() {
    return true;
  }

  @Override
  public Sample run(BenchRedis redis) {
    try (KronosClient client = KronosClient.open(redis.config());
        Inspector inspector = Inspector.open(redis.config())) {
      fill(client);
      walk(inspector, 200, new Measured());
      Measured measured = new Measured();
      walk(inspector, Integer.MAX_VALUE, measured);
      return measured.sample();
    }
  }

  static void fill(KronosClient client) {
    for (int i = 0; i < COUNT / CHUNK; i++) {
      List<Task> tasks = new ArrayList<>(CHUNK);
      for (int j = 0; j < CHUNK; j++) {
        tasks.add(Task.of(j % RARE == 0 ? RARE_TYPE : Workload.TYPE, Workload.PAYLOAD));
      }
      client.enqueueAll(tasks);
    }
  }

  /** Goes through the list in pages of a thousand, and at each tenth measures the others. */
  private static void walk(Inspector inspector, int pages, Measured measured) {
    TaskQuery query = ALL.limitedTo(WALK);
    TaskQuery rare = ALL.matching(TaskFilter.ALL.withType(RARE_TYPE));
    String next = null;
    for (int page = 0; page < pages; page++) {
      String after = next;
      TaskPage found = timed(measured.thousand, () -> inspector.tasks(query.after(after)));
      if (page % 10 == 0 && found.tasks().size() == WALK) {
        timed(measured.hundred, () -> inspector.tasks(ALL.after(after)));
        timed(measured.filtered, () -> inspector.tasks(rare.after(after)));
        String id = found.tasks().get(WALK / 2).ref().id();
        timed(measured.byId, () -> inspector.task("default", id).orElseThrow());
        timed(measured.byIdAlone, () -> inspector.task(id).orElseThrow());
      }
      next = found.next();
      if (next == null || found.tasks().size() < WALK) {
        return;
      }
    }
  }

  private interface Look<T> {
    T look();
  }

  private static <T> T timed(Histogram histogram, Look<T> look) {
    long start = System.nanoTime();
    T found = look.look();
    histogram.recordValue(System.nanoTime() - start);
    return found;
  }

  private static final class Measured {
    private final Histogram hundred = new Histogram(3);
    private final Histogram thousand = new Histogram(3);
    private final Histogram filtered = new Histogram(3);
    private final Histogram byId = new Histogram(3);
    private final Histogram byIdAlone = new Histogram(3);

    Sample sample() {
      Sample sample = Sample.empty();
      sample = with(sample, "page 100", hundred);
      sample = with(sample, "page 1000", thousand);
      sample = with(sample, "filtered", filtered);
      sample = with(sample, "by id", byId);
      return with(sample, "id alone", byIdAlone);
    }

    private static Sample with(Sample sample, String what, Histogram histogram) {
      return sample
          .with(what + " p50", histogram.getValueAtPercentile(50) / 1e6)
          .with(what + " p99", histogram.getValueAtPercentile(99) / 1e6);
    }
  }
}
