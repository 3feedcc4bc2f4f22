package io.kronosq.admin.live;

import io.kronosq.admin.job.JobView;
import io.kronosq.admin.live.EventStream.End;
import io.kronosq.admin.problem.ProblemException;
import io.kronosq.admin.problem.Problems;
import io.kronosq.inspect.BulkJob;
import io.kronosq.task.KronosException;
import io.kronosq.time.TimeSource;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams of all browsers. What is the same for all of them is read and put into words once,
 * and nothing is while there is none. Safe for use by many threads.
 */
public final class LiveStreams implements AutoCloseable {
  /** Streams at a time. */
  static final int MOST_STREAMS = 500;

  private static final Duration PULSE = Duration.ofSeconds(1);
  private static final int PULSES_A_LOOK = 2;
  private static final Duration CLOSING = Duration.ofSeconds(2);
  private static final Logger LOG = LoggerFactory.getLogger(LiveStreams.class);

  private final LiveSource source;
  private final Overviews overviews;
  private final JobNews jobs;
  private final LiveThreads threads;
  private final TimeSource time;
  private final Jsonb json = JsonbBuilder.create();
  private final EventTexts texts = new EventTexts();
  private final Set<Browser> browsers = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean looking = new AtomicBoolean();
  private final AtomicBoolean lookingAtJobs = new AtomicBoolean();

  // All guarded by this.
  private @Nullable Future<?> pulse;
  private boolean closed;

  // Clock only.
  private int pulses;

  LiveStreams(
      LiveSource source, Overviews overviews, JobNews jobs, LiveThreads threads, TimeSource time) {
    this.source = source;
    this.overviews = overviews;
    this.jobs = jobs;
    this.threads = threads;
    this.time = time;
  }

  /**
   * Begins to send to a browser.
   *
   * @param outlet the connection to it
   * @param selection what it wants
   * @param after the id of the event that it had last; null if it had none
   * @param user who it is, for the log
   * @return false when there are as many streams as may be, or the application stops
   * @throws ProblemException when the id is none
   */
  boolean open(Outlet outlet, Selection selection, @Nullable String after, String user) {
    EventStream stream = new EventStream(outlet, threads, time, user);
    Browser browser =
        new Browser(selection, stream, new TaskTail(selection, texts, stream::offer, time));
    if (!begin(browser)) {
      return false;
    }
    stream.whenEnded(() -> ended(browser));
    try {
      browser.subscribe(source, after);
    } catch (IllegalArgumentException e) {
      ended(browser);
      throw Problems.malformed(
          "Last-Event-ID",
          "'" + after + "' is not the id of an event",
          "leave it out to begin with what happens now");
    }
    // The answer's head goes out with the first message, and the browser waits for it.
    stream.offer(Message.HEARTBEAT);
    threads.execute(() -> look(List.of(browser)));
    return true;
  }

  private synchronized boolean begin(Browser browser) {
    if (closed || browsers.size() >= MOST_STREAMS) {
      return false;
    }
    browsers.add(browser);
    if (pulse == null) {
      pulse = threads.each(PULSE, this::pulse);
    }
    return true;
  }

  private void ended(Browser browser) {
    browsers.remove(browser);
    browser.unsubscribe();
  }

  /** How many browsers there are. */
  int size() {
    return browsers.size();
  }

  private void pulse() {
    try {
      int held = 0;
      for (Browser browser : browsers) {
        browser.check();
        held += browser.stream().holdsThread() ? 1 : 0;
      }
      threads.replace(held);
      pulses++;
      if (pulses % PULSES_A_LOOK == 0 && looking.compareAndSet(false, true)) {
        threads.execute(this::lookForAll);
      }
      if (lookingAtJobs.compareAndSet(false, true)) {
        threads.execute(this::tellJobs);
      }
      rest();
    } catch (RejectedExecutionException e) {
      LOG.debug("The application stops", e);
    } catch (RuntimeException e) {
      // An exception would be the last that the clock does.
      LOG.warn("The browsers that watch could not be looked after; it is tried again", e);
    }
  }

  /** No pulse while there is no browser. */
  private synchronized void rest() {
    if (browsers.isEmpty() && pulse != null) {
      pulse.cancel(false);
      pulse = null;
    }
  }

  private void lookForAll() {
    try {
      look(browsers);
    } finally {
      looking.set(false);
    }
  }

  private void look(Collection<Browser> watching) {
    Look look = look();
    watching.forEach(browser -> browser.tell(look));
  }

  private Look look() {
    try {
      return Look.at(overviews.latest(), json);
    } catch (KronosException e) {
      LOG.debug("Redis can't be asked how it is", e);
      return Look.away(time.now(), json);
    }
  }

  /** All who watch jobs are told the same: what has changed within the last second. */
  private void tellJobs() {
    try {
      List<Browser> watching = browsers.stream().filter(Browser::watchesJobs).toList();
      if (watching.isEmpty()) {
        jobs.forget();
        return;
      }
      for (BulkJob job : jobs.look()) {
        Message message = new Message("job", null, json.toJson(new JobView(job)));
        watching.forEach(browser -> browser.tellJob(message));
      }
    } catch (KronosException e) {
      LOG.debug("Redis can't be asked how far bulk jobs are", e);
    } finally {
      lookingAtJobs.set(false);
    }
  }

  /** Ends all streams, waits a moment until browsers know, and lets no more begin. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      if (pulse != null) {
        pulse.cancel(false);
      }
    }
    List<EventStream> open = browsers.stream().map(Browser::stream).toList();
    open.forEach(stream -> stream.end(End.STOPPING));
    awaitAll(open.stream().map(EventStream::closing).toList());
    open.forEach(EventStream::close);
    threads.close();
    try {
      json.close();
    } catch (Exception e) {
      LOG.debug("JSON-B was not closed cleanly", e);
    }
  }

  private static void awaitAll(List<CompletableFuture<Void>> closing) {
    try {
      CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new))
          .get(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.debug("Some browsers did not read that the application stops", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
