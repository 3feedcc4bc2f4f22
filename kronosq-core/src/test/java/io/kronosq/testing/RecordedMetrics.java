package io.kronosq.testing;

import io.kronosq.metric.AttemptResult;
import io.kronosq.metric.EnqueueResult;
import io.kronosq.metric.MetricsListener;
import io.kronosq.task.QueueInfo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** Keeps what it is told, by a text that names it. */
public final class RecordedMetrics implements MetricsListener {
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
  private final Map<String, Queue<Duration>> times = new ConcurrentHashMap<>();
  private volatile List<QueueInfo> observed;

  private void count(String what) {
    counts.computeIfAbsent(what, name -> new LongAdder()).increment();
  }

  private void time(String what, long nanos) {
    times.computeIfAbsent(what, name -> new ConcurrentLinkedQueue<>()).add(Duration.ofNanos(nanos));
  }

  /** How often something was told. */
  public long told(String what) {
    LongAdder known = counts.get(what);
    return known == null ? 0 : known.sum();
  }

  /** The durations that were told of something. */
  public List<Duration> times(String what) {
    return List.copyOf(times.getOrDefault(what, new ConcurrentLinkedQueue<>()));
  }

  /** What the queues were like when they were last looked at; null when they never were. */
  public List<QueueInfo> observed() {
    return observed;
  }

  @Override
  public void enqueued(String type, String queue, EnqueueResult result) {
    count("enqueued " + type + " " + queue + " " + result);
  }

  @Override
  public void waited(String type, String queue, long nanos) {
    time("waited " + type, nanos);
  }

  @Override
  public void ran(String type, String queue, long nanos) {
    time("ran " + type, nanos);
  }

  @Override
  public void settled(String type, String queue, AttemptResult result) {
    count("settled " + type + " " + queue + " " + result);
  }

  @Override
  public void recovered(String queue) {
    count("recovered " + queue);
  }

  @Override
  public void leaseLost(String queue) {
    count("leaseLost " + queue);
  }

  @Override
  public void eventDropped() {
    count("eventDropped");
  }

  @Override
  public void redisAnswered(long nanos) {
    time("redisAnswered", nanos);
  }

  @Override
  public void redisFailed() {
    count("redisFailed");
  }

  @Override
  public void connectionLost() {
    count("connectionLost");
  }

  @Override
  public void observed(List<QueueInfo> queues) {
    observed = queues;
  }
}
