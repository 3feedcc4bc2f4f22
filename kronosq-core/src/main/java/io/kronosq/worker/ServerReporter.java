package io.kronosq.worker;

import io.kronosq.inspect.ServerControl;
import io.kronosq.inspect.ServerReport;
import io.kronosq.store.Loop;
import io.kronosq.store.ReportStore;
import io.kronosq.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells inspectors every few seconds how this server is, and what it did since the last time; the
 * answer says what operators want of it. Lives on the loop.
 */
final class ServerReporter {
  private static final Logger LOG = LoggerFactory.getLogger(ServerReporter.class);

  /** What is told. */
  interface Source {
    /** The server at this moment. */
    ServerReport report();

    /** Redis' clock, as far as this server knows it. */
    Instant now();

    /** Does what operators want; whether that is something else than before. */
    boolean obey(ServerControl control);
  }

  private final ReportStore store;
  private final Loop loop;
  private final Duration interval;
  private final Source source;
  private final OutcomeCounts counts;
  private final ConcurrencySampling sampling = new ConcurrencySampling();
  private CompletableFuture<Void> storing = CompletableFuture.completedFuture(null);
  private boolean ended;

  ServerReporter(
      ReportStore store, Loop loop, Duration interval, Source source, OutcomeCounts counts) {
    this.store = store;
    this.loop = loop;
    this.interval = interval;
    this.source = source;
    this.counts = counts;
  }

  /** Tells now, and from now on. */
  void start() {
    if (!ended) {
      report();
      storing = storeCounts();
      loop.schedule(interval, this::start);
    }
  }

  private void report() {
    ServerReport report = source.report();
    store
        .report(report, sampling.isDue(report.concurrency(), source.now()))
        .whenComplete(this::reported);
  }

  private void reported(@Nullable ServerControl control, @Nullable Throwable failure) {
    note("report", failure);
    if (control != null && !ended && source.obey(control) && !ended) {
      // The operator waits to see it.
      report();
    }
  }

  /** Stores what is left to tell, and takes the report away. */
  CompletableFuture<Void> end() {
    ended = true;
    // What is being stored may fail, and is to be stored again then.
    return CompletableFuture.allOf(
        storing.handle((nothing, failure) -> true).thenCompose(settled -> storeCounts()),
        store.withdraw(source.report().id()).toCompletableFuture());
  }

  private CompletableFuture<Void> storeCounts() {
    return CompletableFuture.allOf(
        counts.take(source.now()).stream().map(this::store).toArray(CompletableFuture[]::new));
  }

  private CompletableFuture<Void> store(OutcomeCounts.Unstored unstored) {
    return store
        .add(unstored.queue(), unstored.minute(), unstored.counts())
        .whenComplete(
            (nothing, failure) -> {
              if (failure != null) {
                counts.putBack(unstored);
                note("count", failure);
              }
            })
        .toCompletableFuture();
  }

  /** The leases already warn of a store that is away; what is missing here comes next time. */
  private static void note(String what, @Nullable Throwable failure) {
    StoreException known = Backoff.storeFailure(failure);
    if (known != null) {
      LOG.debug("A {} was not stored, and is tried again: {}", what, known.getMessage());
    } else if (failure != null) {
      LOG.warn("A {} was not stored, and is tried again", what, failure);
    }
  }
}
