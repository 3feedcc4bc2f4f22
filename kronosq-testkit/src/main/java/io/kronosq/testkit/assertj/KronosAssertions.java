package io.kronosq.testkit.assertj;

import io.kronosq.testkit.EnqueuedTasks;
import io.kronosq.testkit.TestKronos;

/**
 * The entry to all assertions:
 *
 * <pre>{@code
 * assertThat(kronos).enqueued("email:welcome").once().withPayload(new Welcome("ann@example.org"));
 * assertThat(kronos).onlyEnqueued("email:welcome");
 * assertThat(kronos).ran("email:welcome").once().failedWith(MailException.class).retried();
 * }</pre>
 */
public final class KronosAssertions {
  private KronosAssertions() {}

  /**
   * Asserts on what was enqueued, and what came of it.
   *
   * @param actual of the test
   */
  public static KronosAssert assertThat(TestKronos actual) {
    return new KronosAssert(actual);
  }

  /**
   * Asserts on what was enqueued.
   *
   * @param actual such as a {@link io.kronosq.testkit.RecordingClient}, or {@link
   *     EnqueuedTasks#in(io.kronosq.Inspector, io.kronosq.task.PayloadCodec)}
   */
  public static EnqueuedTasksAssert<?> assertThat(EnqueuedTasks actual) {
    return new EnqueuedTasksAssert.Plain(actual);
  }
}
