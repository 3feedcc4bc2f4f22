package io.kronosq.admin.live;

import io.kronosq.time.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one browser is sent, one message after the other. What can't be sent yet waits, up to a
 * bound: a browser that does not keep up is dropped.
 */
final class EventStream {
  /** Messages that wait at most. */
  static final int MOST_WAITING = 1_000;

  /** Bytes of these at most. */
  static final int MOST_BYTES = 4 * 1024 * 1024;

  /** How long nothing is sent at most; proxies end connections that are idle. */
  static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /** How long the sending of one message may take. */
  static final Duration STALLED = Duration.ofSeconds(20);

  /** How long a stream lasts; who connects anew is asked anew who it is and what it may see. */
  static final Duration LIFETIME = Duration.ofMinutes(10);

  /** So that not all browsers connect anew at once. */
  private static final Duration SPREAD = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

  private final Outlet outlet;
  private final Executor senders;
  private final TimeSource time;
  private final String browser;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final CompletableFuture<Void> closing = new CompletableFuture<>();
  private final long expires;

  // All guarded by this.
  private final Queue<Message> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private boolean sending;
  private boolean holdsThread;
  private long since;
  private @Nullable End end;
  private boolean closed;

  /** Why a stream ends. */
  enum End {
    /** It has lasted as long as one may. */
    EXPIRED,
    /** The application stops. */
    STOPPING,
    /** The browser does not read, or not as fast as it would have to. */
    SLOW,
    /** The browser has gone. */
    GONE;

    private Message message() {
      return new Message("end", null, "{\"reason\":\"" + name().toLowerCase(Locale.ROOT) + "\"}");
    }
  }

  /**
   * @param outlet the connection to the browser
   * @param senders threads that may wait for browsers
   * @param browser who it is, for the log
   */
  EventStream(Outlet outlet, Executor senders, TimeSource time, String browser) {
    this.outlet = outlet;
    this.senders = senders;
    this.time = time;
    this.browser = browser;
    since = time.nanos();
    expires =
        since
            + LIFETIME
                .plusMillis(ThreadLocalRandom.current().nextLong(SPREAD.toMillis()))
                .toNanos();
  }

  /** Does something once, when nothing that is offered has an effect any more. */
  void whenEnded(Runnable action) {
    ended.thenRun(action);
  }

  /** Completes when the connection was closed. */
  CompletableFuture<Void> closing() {
    return closing;
  }

  /** Sends a message as soon as those before it were sent. Never waits. */
  void offer(Message message) {
    boolean full;
    synchronized (this) {
      if (end != null) {
        return;
      }
      full = waiting.size() == MOST_WAITING || waitingBytes + message.size() > MOST_BYTES;
      if (!full && !add(message)) {
        return;
      }
    }
    if (full) {
      drop(End.SLOW, waiting() + " messages wait for it");
    } else {
      sendSoon();
    }
  }

  /** Whether nobody sends at the moment; whoever calls this has to see to it then. */
  private boolean add(Message message) {
    waiting.add(message);
    waitingBytes += message.size();
    boolean idle = !sending;
    if (idle) {
      sending = true;
      since = time.nanos();
    }
    return idle;
  }

  private void sendSoon() {
    try {
      senders.execute(this::send);
    } catch (RejectedExecutionException stopping) {
      close();
    }
  }

  private void send() {
    while (true) {
      Message next = next();
      if (next == null) {
        return;
      }
      CompletionStage<?> sent;
      try {
        sent = outlet.send(next);
      } catch (RuntimeException e) {
        gone(e);
        return;
      } finally {
        synchronized (this) {
          holdsThread = false;
        }
      }
      if (!sent.toCompletableFuture().isDone()) {
        sent.whenComplete(
            (done, failure) -> {
              if (failure == null) {
                sendSoon();
              } else {
                gone(failure);
              }
            });
        return;
      }
      if (sent.toCompletableFuture().isCompletedExceptionally()) {
        sent.whenComplete((done, failure) -> gone(failure));
        return;
      }
    }
  }

  /** The next message; null when there is none, and at the end of the stream, which is closed. */
  private @Nullable Message next() {
    synchronized (this) {
      Message next = closed ? null : waiting.poll();
      since = time.nanos();
      if (next != null) {
        waitingBytes -= next.size();
        holdsThread = true;
        return next;
      }
      sending = false;
      if (end == null) {
        return null;
      }
    }
    close();
    return null;
  }

  private void gone(Throwable failure) {
    LOG.debug("The browser of {} has gone", browser, failure);
    drop(End.GONE, "it has gone");
  }

  /** Ends the stream after what waits was sent, and tells why. */
  void end(End reason) {
    boolean idle;
    synchronized (this) {
      if (end != null) {
        return;
      }
      end = reason;
      idle = add(reason.message());
    }
    ended.complete(null);
    if (idle) {
      sendSoon();
    }
  }

  /** Ends the stream now. */
  private void drop(End reason, String why) {
    boolean first;
    synchronized (this) {
      first = end == null;
      end = first ? reason : end;
    }
    if (first) {
      if (reason == End.SLOW) {
        LOG.info(
            "The browser of {} gets no more events, because {}; it may connect anew", browser, why);
      }
      ended.complete(null);
    }
    try {
      senders.execute(this::close);
    } catch (RejectedExecutionException stopping) {
      close();
    }
  }

  /** Closes the connection, whatever is on its way. */
  void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      waiting.clear();
      waitingBytes = 0;
    }
    outlet.close();
    closing.complete(null);
  }

  /**
   * Looks whether the browser still reads and whether its time is over, and keeps an idle
   * connection alive.
   */
  void check() {
    Duration quiet;
    boolean stalled;
    synchronized (this) {
      quiet = Duration.ofNanos(time.nanos() - since);
      stalled = sending && quiet.compareTo(STALLED) >= 0;
    }
    if (stalled) {
      drop(End.SLOW, "it has read nothing for " + quiet.toSeconds() + " s");
    } else if (time.nanos() - expires >= 0) {
      end(End.EXPIRED);
    } else if (quiet.compareTo(HEARTBEAT) >= 0) {
      offer(Message.HEARTBEAT);
    }
  }

  /** Whether a thread is at the moment within the sending of a message. */
  synchronized boolean holdsThread() {
    return holdsThread;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  synchronized int waiting() {
    return waiting.size();
  }
}
