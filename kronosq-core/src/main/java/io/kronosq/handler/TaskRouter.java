package io.kronosq.handler;

import io.kronosq.task.Names;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the handler of a task: by its exact type first, then by the longest matching prefix. Build
 * it before the server starts; it is not meant to change afterwards.
 */
public final class TaskRouter {
  /**
   * A handler as routed.
   *
   * @param pattern the type, or a prefix followed by {@code *}
   * @param handler wrapped in the middleware; the stage of one that is not asynchronous is complete
   * @param options how failures are treated
   */
  public record Route(String pattern, AsyncTaskHandler handler, HandlerOptions options) {}

  private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

  private final List<TaskMiddleware> middleware = new ArrayList<>();
  private final Map<String, Route> exact = new HashMap<>();
  private final List<Route> prefixes = new ArrayList<>();

  /**
   * Adds middleware around the handlers that are routed afterwards.
   *
   * @param layers the outermost first
   * @return this
   */
  public TaskRouter use(TaskMiddleware... layers) {
    middleware.addAll(List.of(layers));
    return this;
  }

  /**
   * Routes a type to a handler with {@link HandlerOptions#DEFAULT}.
   *
   * @param pattern a task type, or a prefix followed by {@code *}
   * @param handler processes the tasks
   * @return this
   * @throws IllegalArgumentException when the pattern breaks the rules of task types or is routed
   *     already
   */
  public TaskRouter handle(String pattern, TaskHandler handler) {
    return handle(pattern, handler, HandlerOptions.DEFAULT);
  }

  /**
   * Routes a type to a handler.
   *
   * @param pattern a task type, or a prefix followed by {@code *}
   * @param handler processes the tasks
   * @param options how failures are treated
   * @return this
   * @throws IllegalArgumentException when the pattern breaks the rules of task types or is routed
   *     already
   */
  public TaskRouter handle(String pattern, TaskHandler handler, HandlerOptions options) {
    Names.checkType(pattern);
    TaskHandler wrapped = handler;
    for (int i = middleware.size() - 1; i >= 0; i--) {
      wrapped = middleware.get(i).wrap(wrapped);
    }
    return route(new Route(pattern, waited(wrapped), options));
  }

  private static AsyncTaskHandler waited(TaskHandler handler) {
    return context -> {
      handler.handle(context);
      return DONE;
    };
  }

  /**
   * Routes a type to an asynchronous handler with {@link HandlerOptions#DEFAULT}.
   *
   * @param pattern a task type, or a prefix followed by {@code *}
   * @param handler processes the tasks
   * @return this
   * @throws IllegalArgumentException when the pattern breaks the rules of task types or is routed
   *     already
   * @throws UnsupportedOperationException when middleware knows no asynchronous handlers
   */
  public TaskRouter handleAsync(String pattern, AsyncTaskHandler handler) {
    return handleAsync(pattern, handler, HandlerOptions.DEFAULT);
  }

  /**
   * Routes a type to an asynchronous handler.
   *
   * @param pattern a task type, or a prefix followed by {@code *}
   * @param handler processes the tasks
   * @param options how failures are treated
   * @return this
   * @throws IllegalArgumentException when the pattern breaks the rules of task types or is routed
   *     already
   * @throws UnsupportedOperationException when middleware knows no asynchronous handlers
   */
  public TaskRouter handleAsync(String pattern, AsyncTaskHandler handler, HandlerOptions options) {
    Names.checkType(pattern);
    AsyncTaskHandler wrapped = new ResumedHandler(handler);
    for (int i = middleware.size() - 1; i >= 0; i--) {
      wrapped = middleware.get(i).wrapAsync(wrapped);
    }
    return route(new Route(pattern, wrapped, options));
  }

  private TaskRouter route(Route route) {
    String pattern = route.pattern();
    boolean taken;
    if (isPrefix(pattern)) {
      taken = prefixes.stream().anyMatch(other -> other.pattern().equals(pattern));
      prefixes.add(route);
      prefixes.sort(Comparator.comparing((Route r) -> r.pattern().length()).reversed());
    } else {
      taken = exact.put(pattern, route) != null;
    }
    if (taken) {
      throw new IllegalArgumentException(
          "Task type '" + pattern + "' has a handler already; route each type once");
    }
    return this;
  }

  /**
   * The route of a task type.
   *
   * @param type the task's type
   * @return its route, or null when no handler is known
   */
  public @Nullable Route find(String type) {
    Route route = exact.get(type);
    if (route != null) {
      return route;
    }
    for (Route candidate : prefixes) {
      String pattern = candidate.pattern();
      if (type.regionMatches(0, pattern, 0, pattern.length() - 1)) {
        return candidate;
      }
    }
    return null;
  }

  /** All that is routed: exact types, then prefixes, which end with {@code *}; each by name. */
  public List<String> patterns() {
    return Stream.concat(
            exact.keySet().stream().sorted(), prefixes.stream().map(Route::pattern).sorted())
        .toList();
  }

  /** Whether no handler is routed. */
  public boolean isEmpty() {
    return exact.isEmpty() && prefixes.isEmpty();
  }

  private static boolean isPrefix(String pattern) {
    return pattern.endsWith("*");
  }
}
