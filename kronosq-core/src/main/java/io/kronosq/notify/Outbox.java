package io.kronosq.notify;

import com.github.f4b6a3.ulid.Ulid;
import io.kronosq.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends messages one after the other, on a thread of the executor that is taken only while there is
 * something to send; while a message waits to be sent again, no thread is.
 */
final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
  private static final Duration REJECTED_WAIT = Duration.ofSeconds(1);
  private static final int MAX_EXCERPT = 200;

  private final String name;
  private final Channel channel;
  private final Templates templates;
  private final Payloads payloads;
  private final Delivery delivery;
  private final BlockingQueue<Pending> waiting;
  private final AtomicBoolean delivering = new AtomicBoolean();
  private final ReentrantLock sending = new ReentrantLock();
  private final Condition flushing = sending.newCondition();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong droppedMessages = new AtomicLong();
  private final AtomicLong droppedEvents = new AtomicLong();
  private volatile @Nullable String problem;
  private volatile boolean closed;

  /**
   * How messages are sent.
   *
   * @param sender sends them
   * @param policy decides what follows
   * @param threads runs that
   * @param timer waits for the next attempt
   * @param time of this machine
   * @param timeout of an attempt
   */
  record Delivery(
      HttpSender sender,
      DeliveryPolicy policy,
      Executor threads,
      Timer timer,
      TimeSource time,
      Duration timeout) {}

  // Guarded by sending, once it is in the queue.
  private static final class Pending {
    final Digest digest;
    final String id = Ulid.fast().toString();
    @Nullable String body;
    int attempts;

    Pending(Digest digest) {
      this.digest = digest;
    }
  }

  Outbox(
      String name,
      Channel channel,
      Templates templates,
      Payloads payloads,
      Delivery delivery,
      int capacity) {
    this.name = name;
    this.channel = channel;
    this.templates = templates;
    this.payloads = payloads;
    this.delivery = delivery;
    waiting = new LinkedBlockingQueue<>(capacity);
  }

  void add(List<Digest> digests) {
    for (Digest digest : digests) {
      if (!waiting.offer(new Pending(digest))) {
        dropped(digest);
        LOG.warn(
            "Notifier {} has {} messages waiting; one about {} events is dropped",
            name,
            waiting.size(),
            digest.count());
      }
    }
  }

  void deliverSoon() {
    if (!closed && !waiting.isEmpty() && delivering.compareAndSet(false, true)) {
      takeThread();
    }
  }

  /**
   * Sends what is waiting on the calling thread, and drops what takes longer. Nothing is sent
   * afterwards.
   */
  void flush(Duration atMost) {
    closed = true;
    long end = delivery.time().nanos() + atMost.toNanos();
    try {
      if (sending.tryLock(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          sendUntil(end);
        } finally {
          sending.unlock();
        }
      } else {
        delivery.sender().abort();
      }
    } catch (InterruptedException e) {
      delivery.sender().abort();
      Thread.currentThread().interrupt();
    }
    long lost = 0;
    for (Pending next = waiting.poll(); next != null; next = waiting.poll()) {
      dropped(next.digest);
      lost += next.digest.count();
    }
    if (lost > 0) {
      LOG.warn("Notifier {} was stopped before {} events were told", name, lost);
    }
  }

  NotifierStatus status(long belowThreshold) {
    return new NotifierStatus(
        sent.get(),
        waiting.size(),
        droppedMessages.get(),
        droppedEvents.get(),
        belowThreshold,
        problem);
  }

  private void takeThread() {
    try {
      delivery.threads().execute(this::deliver);
    } catch (RejectedExecutionException e) {
      later(REJECTED_WAIT);
    }
  }

  private void later(Duration wait) {
    try {
      delivery.timer().schedule(wait, this::takeThread);
    } catch (RejectedExecutionException e) {
      // What runs it is about to stop; the flush does the rest.
      delivering.set(false);
    }
  }

  private void deliver() {
    Duration wait = null;
    sending.lock();
    try {
      Pending next = waiting.peek();
      while (!closed && next != null && wait == null) {
        wait = attempt(next, delivery.timeout());
        next = waiting.peek();
      }
    } finally {
      sending.unlock();
    }
    if (wait != null && !closed) {
      later(wait);
    } else {
      delivering.set(false);
      deliverSoon();
    }
  }

  private void sendUntil(long end) throws InterruptedException {
    for (Pending next = waiting.peek(); next != null; next = waiting.peek()) {
      long left = end - delivery.time().nanos();
      if (left <= 0) {
        return;
      }
      Duration wait = attempt(next, shorter(Duration.ofNanos(left), delivery.timeout()));
      long resume = wait == null ? 0 : wait.toNanos();
      while (resume > 0) {
        if (end - delivery.time().nanos() < resume) {
          return;
        }
        resume = flushing.awaitNanos(resume);
      }
    }
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  /** Sends the first message; how long to wait before it is sent again, or null if it is done. */
  private @Nullable Duration attempt(Pending next, Duration timeout) {
    next.attempts++;
    Reply reply;
    try {
      String body = next.body;
      if (body == null) {
        body = channel.body(next.digest, templates, payloads);
        next.body = body;
      }
      reply = delivery.sender().send(channel.post(body, next.id, delivery.time().now()), timeout);
    } catch (RuntimeException | LinkageError e) {
      waiting.poll();
      dropped(next.digest);
      LOG.error("Notifier {} could not make a message about {}", name, next.digest, e);
      return null;
    }
    DeliveryPolicy.Decision decision = delivery.policy().decide(reply, next.attempts);
    if (decision instanceof DeliveryPolicy.Decision.Again again) {
      return failed(next, again);
    }
    waiting.poll();
    if (decision instanceof DeliveryPolicy.Decision.Refused refused) {
      refused(next, refused, (Reply.Answered) reply);
    } else {
      if (problem != null) {
        LOG.info("Notifier {} reaches {} again", name, channel.service());
        problem = null;
      }
      sent.incrementAndGet();
    }
    return null;
  }

  private @Nullable Duration failed(Pending next, DeliveryPolicy.Decision.Again again) {
    if (problem == null) {
      LOG.warn(
          "Notifier {} does not reach {}: {}. It tries again",
          name,
          channel.service(),
          again.why());
    } else {
      LOG.debug(
          "Notifier {}, attempt {}: {}; again in {}",
          name,
          next.attempts,
          again.why(),
          again.delay());
    }
    problem = again.why();
    if (next.attempts < DeliveryPolicy.MAX_ATTEMPTS) {
      return again.delay();
    }
    waiting.poll();
    dropped(next.digest);
    LOG.warn(
        "Notifier {} gives up a message about {} events after {} attempts: {}",
        name,
        next.digest.count(),
        next.attempts,
        again.why());
    return null;
  }

  private void refused(
      Pending next, DeliveryPolicy.Decision.Refused refused, Reply.Answered answered) {
    String refusal = "HTTP " + refused.status() + " from " + channel.service();
    if (!refusal.equals(problem)) {
      LOG.error(
          "Notifier {} was refused, and drops the message: {} {}. {}",
          name,
          refusal,
          excerpt(answered),
          channel.remedy(refused.status()));
    }
    problem = refusal;
    dropped(next.digest);
  }

  private String excerpt(Reply.Answered answered) {
    String text = answered.excerpt();
    for (String secret : channel.secrets()) {
      text = secret.length() < 2 ? text : text.replace(secret, "…");
    }
    return text.isBlank() ? "" : "(" + PlainText.cut(PlainText.clean(text), MAX_EXCERPT) + ")";
  }

  private void dropped(Digest digest) {
    droppedMessages.incrementAndGet();
    droppedEvents.addAndGet(digest.count());
  }
}
