package io.kronosq.microprofile.health;

import io.kronosq.inspect.RedisInfo;
import io.kronosq.store.Loop;
import io.kronosq.store.StoreException;
import io.kronosq.store.TaskStore;
import io.kronosq.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Redis every two seconds how it is, in the background, so that no health check ever waits for
 * a Redis that is away. One question is under way at a time.
 */
final class RedisWatch implements AutoCloseable {
  static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final Logger LOG = LoggerFactory.getLogger(RedisWatch.class);

  private final TaskStore store;
  private final TimeSource time;
  private final long startedAt;
  private final CountDownLatch looked = new CountDownLatch(1);
  private volatile @Nullable Answer last;
  private volatile @Nullable String failure;
  private volatile boolean closed;
  private Loop.@Nullable Timer timer;

  private record Answer(RedisInfo redis, long at) {}

  /**
   * Redis, as far as is known.
   *
   * @param redis its last answer; null while there was none
   * @param silence since that answer, or since the first question
   * @param failure why the last question has no answer; null when it has one, or may get one yet
   */
  record View(@Nullable RedisInfo redis, Duration silence, @Nullable String failure) {}

  private RedisWatch(TaskStore store, TimeSource time) {
    this.store = store;
    this.time = time;
    startedAt = time.nanos();
  }

  /**
   * Asks now, and from now on.
   *
   * @param store an open store; it stays open
   * @param time elapsed time
   */
  static RedisWatch start(TaskStore store, TimeSource time) {
    RedisWatch watch = new RedisWatch(store, time);
    store.loop().execute(watch::ask);
    return watch;
  }

  /**
   * What is known.
   *
   * @param atMost how long the very first answer is waited for
   */
  View view(Duration atMost) {
    try {
      if (!looked.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("Redis has not answered within {}", atMost);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Answer answer = last;
    long since = time.nanos() - (answer == null ? startedAt : answer.at());
    return new View(answer == null ? null : answer.redis(), Duration.ofNanos(since), failure);
  }

  private void ask() {
    if (!closed) {
      store.inspection().redis().whenComplete(this::answered);
    }
  }

  private void answered(@Nullable RedisInfo redis, @Nullable Throwable failed) {
    Throwable why =
        failed instanceof CompletionException && failed.getCause() != null
            ? failed.getCause()
            : failed;
    if (redis != null) {
      last = new Answer(redis, time.nanos());
    }
    failure = why == null ? null : why.getMessage();
    looked.countDown();
    if (closed || isClosed(why)) {
      return;
    }
    try {
      timer = store.loop().schedule(INTERVAL, this::ask);
    } catch (StoreException storeClosed) {
      LOG.debug("The store was closed before it was watched no more", storeClosed);
    }
  }

  private static boolean isClosed(@Nullable Throwable why) {
    return why instanceof StoreException known && known.kind() == StoreException.Kind.CLOSED;
  }

  /** Asks no more. */
  @Override
  public void close() {
    closed = true;
    Loop.Timer waiting = timer;
    if (waiting != null) {
      waiting.cancel();
    }
  }
}
