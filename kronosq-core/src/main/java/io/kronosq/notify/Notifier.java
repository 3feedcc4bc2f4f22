package io.kronosq.notify;

import io.kronosq.event.TaskEvent;
import io.kronosq.event.TaskEventListener;
import io.kronosq.event.TaskEventType;
import io.kronosq.time.TimeSource;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Tells people or other systems of task events, in few messages: the first event of a kind at once,
 * further ones with their counts at the end of a quiet time. Never blocks those who tell it. One
 * notifier may listen to several servers. Close it after them: it then tells what it has gathered.
 * Safe for use by many threads.
 */
public final class Notifier implements TaskEventListener, AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final String name;
  private final EventFilter filter;
  private final TimeSource time;
  private final Timer timer;
  private final @Nullable OwnThreads ownThreads;
  private final Outbox outbox;
  private final Object lock = new Object();

  // Guarded by lock.
  private final Aggregator aggregator;
  private boolean timing;
  private boolean closed;

  private Notifier(Builder builder) {
    name = builder.name;
    filter = builder.filter;
    time = builder.time;
    aggregator = new Aggregator(builder.quiet);
    Executor threads = builder.executor;
    Timer given = builder.timer;
    if (threads == null || given == null) {
      ownThreads = new OwnThreads(name);
      threads = ownThreads;
      timer = ownThreads;
    } else {
      ownThreads = null;
      timer = given;
    }
    outbox =
        new Outbox(
            name,
            builder.channel,
            builder.templates,
            builder.payloads,
            new Outbox.Delivery(
                new HttpSender(time, threads, timer),
                new DeliveryPolicy(() -> ThreadLocalRandom.current().nextDouble()),
                threads,
                timer,
                time,
                builder.timeout),
            builder.capacity);
  }

  /**
   * A notifier for a Slack channel.
   *
   * @param webhookUrl of an incoming webhook; a secret
   * @throws IllegalArgumentException when it is no https URL; the message does not show it
   */
  public static Builder slack(String webhookUrl) {
    return new Builder(
        "slack", new SlackChannel(Endpoint.parse("The Slack webhook URL", webhookUrl)));
  }

  /**
   * A notifier for a Discord channel.
   *
   * @param webhookUrl of the channel; a secret
   * @throws IllegalArgumentException when it is no https URL; the message does not show it
   */
  public static Builder discord(String webhookUrl) {
    return new Builder(
        "discord", new DiscordChannel(Endpoint.parse("The Discord webhook URL", webhookUrl)));
  }

  /**
   * A notifier for a Telegram chat.
   *
   * @param token of the bot, as BotFather gave it; a secret
   * @param chatId a number such as -1001234, or @ and the name of a channel
   * @throws IllegalArgumentException when one is of another form; the message does not show the
   *     token
   */
  public static Builder telegram(String token, String chatId) {
    return telegram(token, chatId, TelegramChannel.API);
  }

  /**
   * A notifier for a Telegram chat, by a Bot API server of one's own.
   *
   * @param token of the bot, as BotFather gave it; a secret
   * @param chatId a number such as -1001234, or @ and the name of a channel
   * @param apiUrl where the server is
   * @throws IllegalArgumentException when one is of another form; the message does not show the
   *     token
   */
  public static Builder telegram(String token, String chatId, String apiUrl) {
    URI api = Endpoint.parse("The URL of the Telegram API", apiUrl);
    return new Builder("telegram", new TelegramChannel(api, token, chatId));
  }

  /**
   * A notifier for anything that takes JSON, signed.
   *
   * @param url where to; taken for a secret
   * @param secret see {@link WebhookSignature#of}
   * @throws IllegalArgumentException when one is not allowed; the message shows neither
   */
  public static Builder webhook(String url, String secret) {
    return new Builder(
        "webhook",
        new WebhookChannel(Endpoint.parse("The webhook URL", url), WebhookSignature.of(secret)));
  }

  /**
   * A notifier for anything that takes JSON, not signed: the receiver can't know who sends it.
   *
   * @param url where to; taken for a secret
   * @throws IllegalArgumentException when it is not allowed; the message does not show it
   */
  public static Builder unsignedWebhook(String url) {
    return new Builder("webhook", new WebhookChannel(Endpoint.parse("The webhook URL", url), null));
  }

  /** What it is called, in logs. */
  public String name() {
    return name;
  }

  @Override
  public void onEvent(TaskEvent event) {
    if (!filter.accepts(event)) {
      return;
    }
    synchronized (lock) {
      if (closed) {
        return;
      }
      outbox.add(aggregator.add(event, time.nanos()));
      timeNext();
    }
    outbox.deliverSoon();
  }

  private void timeNext() {
    OptionalLong due = aggregator.due();
    if (timing || due.isEmpty()) {
      return;
    }
    timing = true;
    try {
      timer.schedule(
          Duration.ofNanos(Math.max(0, due.getAsLong() - time.nanos())), this::quietTimeEnded);
    } catch (RejectedExecutionException e) {
      // What runs it is about to stop; the next event, or the end, does the rest.
      timing = false;
    }
  }

  private void quietTimeEnded() {
    synchronized (lock) {
      timing = false;
      if (closed) {
        return;
      }
      outbox.add(aggregator.advance(time.nanos()));
      timeNext();
    }
    outbox.deliverSoon();
  }

  /** The notifier at this moment. */
  public NotifierStatus status() {
    synchronized (lock) {
      return outbox.status(aggregator.belowThreshold());
    }
  }

  /**
   * Tells what was gathered and what waits, for at most 5 s; what is not told then is dropped and
   * counted. Later events are ignored.
   */
  @Override
  public void close() {
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
      outbox.add(aggregator.drain(time.nanos()));
    }
    outbox.flush(CLOSE_TIMEOUT);
    if (ownThreads != null) {
      ownThreads.close();
    }
  }

  /** Shows the name only. */
  @Override
  public String toString() {
    return "Notifier[" + name + "]";
  }

  /** Settings of a notifier. */
  public static final class Builder {
    private final Channel channel;
    private String name;
    private EventFilter filter = EventFilter.DEFAULT;
    private QuietPolicy quiet = QuietPolicy.DEFAULT;
    private Templates templates = Templates.DEFAULT;
    private Payloads payloads = Payloads.NONE;
    private Duration timeout = Duration.ofSeconds(10);
    private int capacity = 100;
    private TimeSource time = TimeSource.system();
    private @Nullable Executor executor;
    private @Nullable Timer timer;

    private Builder(String name, Channel channel) {
      this.name = name;
      this.channel = channel;
    }

    /**
     * What it is called, in logs and the names of its threads; its service unless set.
     *
     * @param value not a secret
     */
    public Builder name(String value) {
      name = value;
      return this;
    }

    /**
     * What is told; ARCHIVED and STUCK unless set.
     *
     * @param types one or more
     */
    public Builder events(TaskEventType... types) {
      Set<TaskEventType> set = EnumSet.noneOf(TaskEventType.class);
      set.addAll(Arrays.asList(types));
      if (set.isEmpty()) {
        throw new IllegalArgumentException("A notifier needs an event, such as ARCHIVED");
      }
      filter = filter.withEvents(set);
      return this;
    }

    /**
     * Of which task types; all unless set.
     *
     * @param patterns types, in which {@code *} stands for any characters
     */
    public Builder types(String... patterns) {
      filter = filter.withTypes(NamePattern.all(patterns));
      return this;
    }

    /**
     * Of which task types nothing is told; none unless set.
     *
     * @param patterns types, in which {@code *} stands for any characters
     */
    public Builder excludeTypes(String... patterns) {
      filter = filter.withExcludedTypes(NamePattern.all(patterns));
      return this;
    }

    /**
     * Of which queues; all unless set.
     *
     * @param patterns names, in which {@code *} stands for any characters
     */
    public Builder queues(String... patterns) {
      filter = filter.withQueues(NamePattern.all(patterns));
      return this;
    }

    /**
     * From which attempt of a task on; the first unless set. For FAILED and RETRIED the retries
     * spent count.
     *
     * @param value 1 or more
     */
    public Builder minAttempts(int value) {
      filter = filter.withMinAttempts(value);
      return this;
    }

    /**
     * How many events of the same type and kind it takes before anything is told; one unless set.
     *
     * @param events 1 to 1,000
     * @param within so long
     */
    public Builder threshold(int events, Duration within) {
      quiet = new QuietPolicy(events, within, quiet.quietTime(), quiet.quietAgain());
      return this;
    }

    /**
     * After a message, how long further events are gathered for the next one; 5 min unless set. New
     * groups of events are still told at once, up to five in a quiet time.
     *
     * @param value at least 1 s
     */
    public Builder quietTime(Duration value) {
      quiet = new QuietPolicy(quiet.threshold(), quiet.window(), value, quiet.quietAgain());
      return this;
    }

    /**
     * Whether a message tells that a quiet time has passed without an event; false unless set.
     *
     * @param value true for such a message
     */
    public Builder quietAgain(boolean value) {
      quiet = new QuietPolicy(quiet.threshold(), quiet.window(), quiet.quietTime(), value);
      return this;
    }

    /**
     * The title of messages.
     *
     * @param value see {@code docs/notifications.md}
     */
    public Builder title(Template value) {
      templates = templates.withTitle(value);
      return this;
    }

    /**
     * The text of messages, for each group of events.
     *
     * @param value see {@code docs/notifications.md}; may have the service's markup
     */
    public Builder text(Template value) {
      templates = templates.withText(value);
      return this;
    }

    /**
     * Where to look at a task, for {link}; nowhere unless set.
     *
     * @param value such as {@code https://ops.example/tasks/{queue}/{id}}
     */
    public Builder link(LinkTemplate value) {
      templates = templates.withLink(value);
      return this;
    }

    /**
     * What {server} shows, such as the application's name; the id of the server that tells the
     * event unless set.
     *
     * @param value not empty
     */
    public Builder server(String value) {
      templates = templates.withServer(value);
      return this;
    }

    /**
     * Includes payloads, as texts, without the values of keys such as {@code password}; they are
     * left out unless set.
     *
     * @param source finds them, on the thread that sends
     * @param maxLength longest text, 1 to 2,000 characters
     */
    public Builder includePayload(PayloadSource source, int maxLength) {
      payloads = new Payloads(source, maxLength);
      return this;
    }

    /**
     * How long an attempt to send may take; 10 s unless set.
     *
     * @param value 100 ms to 1 min
     */
    public Builder timeout(Duration value) {
      if (value.compareTo(Duration.ofMillis(100)) < 0
          || value.compareTo(Duration.ofMinutes(1)) > 0) {
        throw new IllegalArgumentException("timeout must be 100 ms to 1 min, not " + value);
      }
      timeout = value;
      return this;
    }

    /**
     * How many messages wait at most, before new ones are dropped and counted; 100 unless set.
     *
     * @param messages 1 or more
     */
    public Builder capacity(int messages) {
      if (messages < 1) {
        throw new IllegalArgumentException("capacity must be 1 or more, not " + messages);
      }
      capacity = messages;
      return this;
    }

    /**
     * Sends on threads of others; on a daemon thread of its own unless set. Neither is closed.
     *
     * @param threads a thread is taken only while a message is sent
     * @param later waits for quiet times and the next attempt
     */
    public Builder executor(Executor threads, Timer later) {
      executor = threads;
      timer = later;
      return this;
    }

    Builder time(TimeSource value) {
      time = value;
      return this;
    }

    /** The notifier. Give it to {@code KronosServer.builder(…).onEvent(…)}. */
    public Notifier build() {
      return new Notifier(this);
    }

    /** Shows the name only. */
    @Override
    public String toString() {
      return List.of("Notifier.Builder", name).toString();
    }
  }
}
