package io.kronosq.cdi.runtime;

import io.kronosq.Inspector;
import io.kronosq.cdi.config.ConfiguredNotifier;
import io.kronosq.notify.Notifier;
import io.kronosq.notify.NotifierStatus;
import io.kronosq.notify.Timer;
import io.kronosq.store.StoreException;
import io.kronosq.store.TaskStore;
import io.kronosq.task.TaskInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The configured notifiers of an application. They send on its executor and wait on the timer of
 * the store's I/O thread, so that there are no threads of their own.
 */
final class Notifiers implements AutoCloseable {
  private final List<Notifier> notifiers;

  private Notifiers(List<Notifier> notifiers) {
    this.notifiers = notifiers;
  }

  /**
   * @param server what the application's server is called; null when it has no name
   */
  static Notifiers open(
      List<ConfiguredNotifier> configured,
      TaskStore store,
      Executor threads,
      @Nullable String server) {
    Timer timer =
        (delay, action) -> {
          try {
            store.loop().schedule(delay, action);
          } catch (StoreException closed) {
            throw new RejectedExecutionException(closed);
          }
        };
    Inspector inspector = Inspector.of(store);
    return new Notifiers(
        configured.stream()
            .map(
                one -> {
                  Notifier.Builder builder = one.builder().executor(threads, timer);
                  if (server != null) {
                    builder.server(server);
                  }
                  Integer length = one.payloadLength();
                  if (length != null) {
                    builder.includePayload(
                        (queue, id) -> inspector.task(queue, id).map(TaskInfo::payload), length);
                  }
                  return builder.build();
                })
            .toList());
  }

  List<Notifier> all() {
    return notifiers;
  }

  Map<String, NotifierStatus> status() {
    Map<String, NotifierStatus> status = new LinkedHashMap<>();
    notifiers.forEach(notifier -> status.put(notifier.name(), notifier.status()));
    return status;
  }

  @Override
  public void close() {
    notifiers.forEach(Notifier::close);
  }
}
