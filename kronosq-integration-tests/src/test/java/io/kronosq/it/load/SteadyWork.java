package io.kronosq.it.load;

import io.kronosq.KronosClient;
import io.kronosq.KronosServer;
import io.kronosq.handler.TaskRouter;
import io.kronosq.store.TaskStore;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import io.kronosq.testing.Await;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Servers at work: some handlers that are held, and a thousand tasks a second beside them. */
final class SteadyWork implements AutoCloseable {
  static final int HELD = 20;
  private static final String TYPE = "mail:send";
  private static final String QUEUE = "queue-0001";
  private static final int AT_ONCE = 20;
  private static final int INTERVAL_MILLIS = 20;

  private final CountDownLatch gate = new CountDownLatch(1);
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final KronosClient client;
  private final KronosServer holding;
  private final KronosServer working;

  /** Has tasks of {@link Backlog#QUEUE} run until it is closed. */
  SteadyWork(TaskStore store) {
    client = KronosClient.builder(store).build();
    CountDownLatch held = new CountDownLatch(HELD);
    holding =
        KronosServer.builder(store)
            .router(
                new TaskRouter()
                    .handle(
                        "order:*",
                        context -> {
                          context.progress(0.4, "packing");
                          held.countDown();
                          gate.await();
                        }))
            .queue(Backlog.QUEUE, 1)
            .concurrency(HELD)
            .name("packing")
            .build();
    holding.start();
    Await.signal(held);
    working =
        KronosServer.builder(store)
            .router(new TaskRouter().handle(TYPE, context -> {}).handle("order:*", context -> {}))
            .queue(QUEUE, 1)
            .concurrency(HELD)
            .name("mailing")
            .build();
    working.start();
  }

  /** Begins to enqueue a thousand tasks a second. */
  SteadyWork flow() {
    thread.scheduleAtFixedRate(
        () ->
            client.enqueueAll(
                Collections.nCopies(AT_ONCE, Task.of(TYPE, "{\"to\":\"ada\"}")),
                EnqueueOption.queue(QUEUE)),
        0,
        INTERVAL_MILLIS,
        TimeUnit.MILLISECONDS);
    return this;
  }

  @Override
  public void close() {
    thread.shutdownNow();
    // The rest of the backlog is not to be worked off.
    holding.quiet();
    gate.countDown();
    holding.stop();
    working.stop();
    client.close();
  }
}
