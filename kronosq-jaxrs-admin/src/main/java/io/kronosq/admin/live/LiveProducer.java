package io.kronosq.admin.live;

import io.kronosq.EventFeed;
import io.kronosq.Inspector;
import io.kronosq.admin.thread.ServerThreads;
import io.kronosq.diagnose.Diagnosis;
import io.kronosq.store.TaskStore;
import io.kronosq.time.TimeSource;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import org.jspecify.annotations.Nullable;

/** What is shared by all browsers of an application. Nothing is read before one asks. */
@ApplicationScoped
public class LiveProducer {
  @Inject private Inspector inspector;
  @Inject private TaskStore store;

  private final TimeSource time = TimeSource.system();
  private volatile @Nullable LiveStreams opened;

  /** See {@link QueueSnapshots}. */
  @Produces
  @Singleton
  public QueueSnapshots snapshots() {
    return new QueueSnapshots(inspector, time);
  }

  /** See {@link Statistics}. */
  @Produces
  @Singleton
  public Statistics statistics() {
    return new Statistics(inspector, time);
  }

  /**
   * See {@link Overviews}.
   *
   * @param snapshots the queues and servers
   * @param statistics what was done
   */
  @Produces
  @Singleton
  public Overviews overviews(QueueSnapshots snapshots, Statistics statistics) {
    return new Overviews(snapshots, Diagnosis.of(store), statistics, time);
  }

  /**
   * See {@link LiveStreams}. To be made on a thread that has the application's names.
   *
   * @param overviews what is told each few seconds
   */
  @Produces
  @Singleton
  public LiveStreams streams(Overviews overviews) {
    EventFeed feed = EventFeed.open(store);
    LiveStreams made =
        new LiveStreams(
            feed::subscribe,
            overviews,
            new JobNews(inspector.jobs()),
            new LiveThreads(ServerThreads.factory()),
            time);
    opened = made;
    return made;
  }

  /** Ends the streams while the store is still open. */
  public void beforeDestroyed(
      @Observes
          @Priority(Interceptor.Priority.PLATFORM_BEFORE)
          @BeforeDestroyed(ApplicationScoped.class)
          Object event) {
    LiveStreams streams = opened;
    if (streams != null) {
      streams.close();
    }
  }
}
