package io.kronosq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kronosq.event.FeedEvent;
import io.kronosq.event.TaskEventType;
import io.kronosq.feed.Place;
import io.kronosq.handler.TaskRouter;
import io.kronosq.task.KronosException;
import io.kronosq.task.Task;
import io.kronosq.task.TaskRef;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.TestRedis;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EventFeedTest {
  private static final String LOG = "kronosq:{/events}:log";

  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();
  @RegisterExtension final EngineHarness harness = new EngineHarness(redis);

  private final List<FeedEvent> heard = new CopyOnWriteArrayList<>();
  private EventFeed feed;

  /** A feed with connections of its own, as another process would have. */
  private EventFeed feed() {
    return harness.closing(EventFeed.open(harness.newStore()));
  }

  private void serve() {
    harness.start(harness.server(new TaskRouter().handle("mail", task -> {})));
  }

  private TaskRef enqueue() {
    return harness.client().enqueue(Task.of("mail", new byte[0]));
  }

  /** Listens, and waits until servers pass their events on. */
  private EventFeed.Subscription listen() {
    feed = feed();
    EventFeed.Subscription subscription = feed.subscribe(heard::add, null);
    Await.until(
        "servers pass their events on",
        () -> {
          enqueue();
          return !heard.isEmpty();
        });
    return subscription;
  }

  private static boolean tells(List<FeedEvent> events, TaskRef task, TaskEventType type) {
    return events.stream()
        .anyMatch(
            event ->
                event instanceof FeedEvent.OfTask ofTask
                    && ofTask.event().taskId().equals(task.id())
                    && ofTask.event().type() == type);
  }

  private void awaitEnd(List<FeedEvent> events, TaskRef task) {
    Await.until("the end of the task is told", () -> tells(events, task, TaskEventType.SUCCEEDED));
  }

  @Test
  void whatHappensIsToldInOrder() {
    serve();
    listen();
    TaskRef task = enqueue();
    awaitEnd(heard, task);
    assertThat(heard)
        .extracting(FeedEvent::id)
        .isSortedAccordingTo(Comparator.comparing(Place::parse))
        .doesNotHaveDuplicates();
    assertThat(tells(heard, task, TaskEventType.STARTED)).isTrue();
  }

  @Test
  void whileNobodyListensNothingIsWritten() {
    serve();
    enqueue();
    Await.until("it is done", () -> harness.inspector().queue("default").size() == 0);
    assertThat(redis.command("EXISTS", LOG)).isEqualTo(0L);
  }

  @Test
  void manyListenersShareOneConnection() {
    serve();
    listen();
    long before = connections();
    List<FeedEvent> others = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 50; i++) {
      feed.subscribe(others::add, null);
    }
    TaskRef task = enqueue();
    Await.until(
        "all have heard",
        () ->
            others.stream()
                    .filter(event -> tells(List.of(event), task, TaskEventType.SUCCEEDED))
                    .count()
                == 50);
    assertThat(connections()).isEqualTo(before);
  }

  private static long connections() {
    return ((String) redis.command("CLIENT", "LIST"))
        .lines()
        .filter(line -> line.contains(" name=kronosq "))
        .count();
  }

  @Test
  void aListenerResumesBehindAnEvent() {
    serve();
    listen();
    TaskRef first = enqueue();
    awaitEnd(heard, first);
    String seen = heard.get(heard.size() - 1).id();
    TaskRef second = enqueue();
    awaitEnd(heard, second);
    List<FeedEvent> resumed = new CopyOnWriteArrayList<>();
    feed().subscribe(resumed::add, seen);
    awaitEnd(resumed, second);
    assertThat(resumed).allMatch(event -> event instanceof FeedEvent.OfTask);
    assertThat(tells(resumed, first, TaskEventType.STARTED)).isFalse();
    TaskRef third = enqueue();
    awaitEnd(resumed, third);
    assertThat(resumed).extracting(FeedEvent::id).doesNotHaveDuplicates();
  }

  @Test
  void whatIsNotKeptAnyMoreIsToldAsAGap() {
    serve();
    listen();
    TaskRef first = enqueue();
    awaitEnd(heard, first);
    String seen = heard.get(heard.size() - 1).id();
    redis.command("XTRIM", LOG, "MAXLEN", "0");
    List<FeedEvent> resumed = new CopyOnWriteArrayList<>();
    feed.subscribe(resumed::add, seen);
    Await.until("the gap is told", () -> resumed.contains(new FeedEvent.Gap(seen)));
    awaitEnd(resumed, enqueue());
    List<FeedEvent> ancient = new CopyOnWriteArrayList<>();
    feed.subscribe(ancient::add, "1-1");
    Await.until("the gap is told", () -> ancient.contains(new FeedEvent.Gap("1-1")));
  }

  @Test
  void aListenerThatFallsBehindWhatIsKeptIsToldOfTheGap() {
    serve();
    listen();
    awaitEnd(heard, enqueue());
    assertThat(heard).noneMatch(event -> event instanceof FeedEvent.Gap);
    // A script is one step: the reader sees what is left at its end.
    redis.command(
        "EVAL",
        "local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1][2]"
            + " for i = 1, 2000 do redis.call('XADD', KEYS[1], '*', last[1], last[2]) end"
            + " redis.call('XTRIM', KEYS[1], 'MAXLEN', 1500)",
        "1",
        LOG);
    Await.until("the gap is told", () -> heard.stream().anyMatch(FeedEvent.Gap.class::isInstance));
    awaitEnd(heard, enqueue());
    assertThat(heard.stream().filter(FeedEvent.Gap.class::isInstance)).hasSize(1);
  }

  @Test
  void whoEndsTheListeningHearsNoMore() {
    serve();
    EventFeed.Subscription subscription = listen();
    List<FeedEvent> others = new CopyOnWriteArrayList<>();
    feed.subscribe(others::add, null);
    subscription.close();
    awaitEnd(others, enqueue());
    int before = heard.size();
    awaitEnd(others, enqueue());
    assertThat(heard).hasSize(before);
  }

  @Test
  void itGoesOnAfterAnOutageOfRedis() {
    serve();
    listen();
    redis.stop();
    redis.startAgain();
    Await.until(
        "events are told again",
        () -> {
          try {
            TaskRef task = enqueue();
            awaitEnd(heard, task);
            return true;
          } catch (KronosException away) {
            return false;
          }
        });
  }

  @Test
  void aListenerThatFailsDisturbsNobody() {
    serve();
    listen();
    feed.subscribe(
        event -> {
          throw new IllegalStateException("does not like " + event.id());
        },
        null);
    awaitEnd(heard, enqueue());
  }

  @Test
  void whatIsNoEventsIdIsRefused() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> feed().subscribe(heard::add, "nonsense"))
        .withMessage("'nonsense' is not the id of an event; pass on what an event said");
  }
}
