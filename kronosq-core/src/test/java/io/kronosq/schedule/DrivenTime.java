package io.kronosq.schedule;

import io.kronosq.store.ScheduleStore;
import io.kronosq.store.TaskStore;
import io.kronosq.testing.Await;
import io.kronosq.time.TimeSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A real store whose schedules go by a clock that the test moves. */
final class DrivenTime {
  private volatile Instant now;

  DrivenTime(String start) {
    now = Instant.parse(start);
  }

  Instant now() {
    return now;
  }

  void set(Instant time) {
    now = time;
  }

  void advance(Duration by) {
    now = now.plus(by);
  }

  TaskStore over(TaskStore real) {
    return withSchedules(
        real,
        (method, args) ->
            method.getName().equals("watch")
                ? real.schedules()
                    .watch()
                    .thenApply(watch -> new ScheduleStore.Watch(now, watch.version()))
                : method.invoke(real.schedules(), args));
  }

  /** What becomes of a call of the schedules. */
  interface Schedules {
    Object call(Method method, Object[] args)
        throws IllegalAccessException, InvocationTargetException;
  }

  /** A store with other schedules. */
  static TaskStore withSchedules(TaskStore real, Schedules schedules) {
    ScheduleStore others =
        (ScheduleStore)
            Proxy.newProxyInstance(
                ScheduleStore.class.getClassLoader(),
                new Class<?>[] {ScheduleStore.class},
                (proxy, method, args) -> call(() -> schedules.call(method, args)));
    return (TaskStore)
        Proxy.newProxyInstance(
            TaskStore.class.getClassLoader(),
            new Class<?>[] {TaskStore.class},
            (proxy, method, args) ->
                method.getName().equals("schedules")
                    ? others
                    : call(() -> method.invoke(real, args)));
  }

  private interface Call {
    Object run() throws IllegalAccessException, InvocationTargetException;
  }

  private static Object call(Call call) throws Throwable {
    try {
      return call.run();
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** An engine that runs all schedules. */
  static ScheduleEngine engine(TaskStore store, String name) {
    return new ScheduleEngine(
        store,
        ScheduleSettings.of(name),
        TimeSource.system(),
        new ScheduleEditor(store.schedules(), store.partitions()),
        entry -> true,
        () -> {});
  }

  /** An engine that runs when the test says so. */
  final class Server {
    final ScheduleEngine engine;
    private final TaskStore store;

    Server(TaskStore driven, String name) {
      store = driven;
      engine = engine(driven, name);
      reload();
    }

    void reload() {
      ScheduleStore.Watch watch = Await.answer(store.schedules().watch());
      onLoop(() -> engine.reload(watch));
    }

    void run() {
      onLoop(() -> engine.runOnce(now));
    }

    /** Goes through moments one after the other, as fast as the store answers. */
    CompletionStage<Void> walk(List<Instant> moments) {
      CompletableFuture<Void> walked = new CompletableFuture<>();
      Iterator<Instant> left = moments.iterator();
      store.loop().execute(() -> step(left, walked));
      return walked;
    }

    private void step(Iterator<Instant> left, CompletableFuture<Void> walked) {
      while (left.hasNext()) {
        CompletableFuture<Void> taken = engine.runOnce(left.next()).toCompletableFuture();
        if (!taken.isDone()) {
          taken.thenRun(() -> step(left, walked));
          return;
        }
      }
      walked.complete(null);
    }

    private <T> void onLoop(Supplier<CompletionStage<T>> action) {
      Await.answer(CompletableFuture.supplyAsync(action, store.loop()).thenCompose(stage -> stage));
    }
  }
}
