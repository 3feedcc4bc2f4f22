package io.kronosq.it.browser;

import io.kronosq.Inspector;
import io.kronosq.inspect.ServerInfo;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import io.kronosq.task.TaskState;
import io.kronosq.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What tests of all pages need. One class is all of them, so that they share one deployment. */
public interface SiteTests {
  /** So that it stays where it is. */
  EnqueueOption LATER = EnqueueOption.delay(Duration.ofHours(1));

  /** What is looked at. */
  Site site();

  /** The test's own queue, which nobody serves. */
  String queue();

  /** The browser, in which an admin has logged in. */
  default Dashboard dashboard() {
    return site().dashboard();
  }

  /** Tells what an action came to. */
  default Inspector inspector() {
    return site().inspector();
  }

  /** The server that is there in all tests. */
  default ServerInfo server() {
    return site().server();
  }

  /** Enqueues a task into the test's queue. */
  default void enqueue(String type, String id, EnqueueOption... options) {
    enqueueInto(queue(), type, id, options);
  }

  /** Enqueues a task. */
  default void enqueueInto(String queue, String type, String id, EnqueueOption... options) {
    List<EnqueueOption> all = new ArrayList<>(List.of(options));
    all.add(EnqueueOption.queue(queue));
    all.add(EnqueueOption.taskId(id));
    site().client().enqueue(Task.of(type, "{\"order\": 42}"), all.toArray(EnqueueOption[]::new));
  }

  /** Where a task of the test's queue stands. */
  default TaskState state(String id) {
    return inspector().task(queue(), id).orElseThrow().state();
  }

  /** Waits until a task of the test's queue stands there. */
  default void awaitState(String id, TaskState state) {
    Await.until(id + " is " + state, () -> state(id) == state);
  }
}
