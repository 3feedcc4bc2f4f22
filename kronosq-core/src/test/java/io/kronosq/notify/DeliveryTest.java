package io.kronosq.notify;

import static io.kronosq.notify.TestEvents.archived;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.kronosq.testing.Await;
import io.kronosq.testing.TestRedis;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Notifiers and services that misbehave. */
class DeliveryTest {
  private static final Duration TIMEOUT = Duration.ofMillis(300);
  private static final String PATH = "/services/T0/B0/geheim";

  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(3);
  private final List<Duration> waits = new CopyOnWriteArrayList<>();
  private Duration timeout = TIMEOUT;
  private Receiver receiver;
  private CapturedLog log;
  private Notifier notifier;

  @BeforeEach
  void start() throws IOException {
    receiver = new Receiver();
    log = new CapturedLog();
  }

  @AfterEach
  void stop() {
    if (notifier != null) {
      notifier.close();
    }
    receiver.close();
    threads.shutdownNow();
    log.close();
    assertThat(log.lines()).noneMatch(line -> line.contains("geheim"));
  }

  /** A timer that waits for nothing but the end of an attempt. */
  private void later(Duration delay, Runnable action) {
    if (delay.equals(timeout)) {
      threads.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
    } else if (delay.compareTo(Duration.ofHours(5)) < 0) {
      waits.add(delay);
      threads.execute(action);
    }
  }

  private Notifier.Builder slack(String url) {
    return Notifier.slack(url)
        .timeout(timeout)
        .quietTime(Duration.ofHours(10))
        .executor(threads, this::later);
  }

  private Notifier notifying(Notifier.Builder builder) {
    notifier = builder.build();
    return notifier;
  }

  private void tell(String type) {
    notifier.onEvent(archived(type, "id-of-" + type));
  }

  private NotifierStatus sent(int count) {
    Await.until("sent", () -> notifier.status().sent() == count);
    return notifier.status();
  }

  private NotifierStatus dropped(int count) {
    Await.until("dropped", () -> notifier.status().droppedMessages() == count);
    return notifier.status();
  }

  @Test
  void aMessageArrives() throws Exception {
    notifying(slack(receiver.url(PATH)));
    tell("mail");
    Receiver.Request request = receiver.take();
    assertThat(request.path()).isEqualTo(PATH);
    assertThat(request.headers().getFirst("Content-Type"))
        .isEqualTo("application/json; charset=utf-8");
    assertThat(request.body()).contains("mail archived").contains("IOException: disk full");
    assertThat(sent(1)).isEqualTo(new NotifierStatus(1, 0, 0, 0, 0, null));
  }

  @Test
  void serverErrorsAreTriedAgainLaterAndLater() throws Exception {
    receiver.then(500, "").then(502, "<html>").then(503, "busy");
    notifying(slack(receiver.url(PATH)));
    tell("mail");
    assertThat(sent(1).isHealthy()).isTrue();
    List<Receiver.Request> requests = receiver.takeAll();
    assertThat(requests).hasSize(4);
    assertThat(requests).extracting(Receiver.Request::body).containsOnly(requests.get(0).body());
    assertThat(waits.get(0)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    assertThat(waits.get(1)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertThat(waits.get(2)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
    assertThat(log.lines())
        .filteredOn(line -> !line.startsWith("DEBUG"))
        .containsExactly(
            "WARN Notifier slack does not reach Slack: HTTP 500. It tries again",
            "INFO Notifier slack reaches Slack again");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308})
  void redirectsAreNotFollowed(int status) throws Exception {
    try (Receiver other = new Receiver()) {
      receiver.then(Receiver.answer(status, "", "Location", other.url("/elsewhere")));
      notifying(slack(receiver.url(PATH)));
      tell("mail");
      assertThat(dropped(1).problem()).isEqualTo("HTTP " + status + " from Slack");
      assertThat(other.waiting()).isZero();
      assertThat(receiver.takeAll()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 410})
  void refusalsAreFinalAndLoggedOnceWithTheRemedy(int status) {
    String body = "no_service for " + receiver.url(PATH) + "\nForged line";
    receiver.then(status, body).then(status, body);
    notifying(slack(receiver.url(PATH)));
    tell("mail");
    tell("report");
    NotifierStatus failed = dropped(2);
    assertThat(failed.droppedEvents()).isEqualTo(2);
    assertThat(failed.isHealthy()).isFalse();
    assertThat(receiver.takeAll()).hasSize(2);
    assertThat(log.lines())
        .singleElement()
        .asString()
        .startsWith("ERROR Notifier slack was refused, and drops the message: HTTP " + status);
    if (status != 401) {
      assertThat(log.lines().get(0)).contains("(no_service for … Forged line). Check the ");
    }

    tell("invoice");
    sent(1);
    assertThat(log.lines()).hasSize(2).last().asString().contains("reaches Slack again");
  }

  @Test
  void retryAfterInSecondsIsHonoured() {
    receiver.then(Receiver.answer(429, "", "Retry-After", "30"));
    notifying(slack(receiver.url(PATH)));
    tell("mail");
    sent(1);
    assertThat(waits).singleElement().isNotNull();
    assertThat(waits.get(0)).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(31));
  }

  @Test
  void retryAfterAsADateIsHonoured() {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            Instant.now().plusSeconds(600).atOffset(ZoneOffset.UTC));
    receiver.then(Receiver.answer(429, "", "Retry-After", date));
    notifying(slack(receiver.url(PATH)));
    tell("mail");
    sent(1);
    assertThat(waits.get(0)).isBetween(Duration.ofSeconds(560), Duration.ofSeconds(601));
  }

  @Test
  void retryAfterInJsonIsHonoured() {
    receiver.then(429, "{\"message\": \"You are being rate limited.\", \"retry_after\": 64.57}");
    receiver.then(429, "{\"ok\":false,\"parameters\":{\"retry_after\":35}}");
    notifying(slack(receiver.url(PATH)));
    tell("mail");
    sent(1);
    assertThat(waits.get(0)).isBetween(Duration.ofMillis(64_570), Duration.ofMillis(65_070));
    assertThat(waits.get(1)).isBetween(Duration.ofSeconds(35), Duration.ofSeconds(36));
  }

  @Test
  void garbageInsteadOfARetryAfterIsBackedOffFrom() {
    receiver.then(Receiver.answer(429, "{\"retry_after\": \"soon\"", "Retry-After", "soon"));
    notifying(slack(receiver.url(PATH)));
    tell("mail");
    sent(1);
    assertThat(waits.get(0)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
  }

  @Test
  void aHugeAnswerIsNotRead() {
    AtomicInteger written = new AtomicInteger();
    receiver.then(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] block = new byte[1 << 16];
          try {
            for (int i = 0; i < 4_000; i++) {
              exchange.getResponseBody().write(block);
              written.incrementAndGet();
            }
          } catch (IOException closed) {
            // As it should be.
          }
        });
    notifying(slack(receiver.url(PATH)));
    tell("mail");
    sent(1);
    assertThat(written.get()).isLessThan(1_000);
  }

  @Test
  void aServiceThatDoesNotAnswerIsTriedAgain() {
    CountDownLatch release = new CountDownLatch(1);
    receiver.then(exchange -> Await.signal(release));
    notifying(slack(receiver.url(PATH)));
    tell("mail");
    try {
      sent(1);
      assertThat(log.lines()).anyMatch(line -> line.contains("no answer in time"));
    } finally {
      release.countDown();
    }
  }

  @Test
  void whatNobodyListensToIsTriedAgainAndGivenUpInTheEnd() {
    notifying(slack("http://127.0.0.1:" + TestRedis.freePort() + PATH));
    tell("mail");
    assertThat(dropped(1).droppedEvents()).isEqualTo(1);
    assertThat(waits).hasSize(DeliveryPolicy.MAX_ATTEMPTS - 1);
    assertThat(waits).allSatisfy(wait -> assertThat(wait).isLessThan(Duration.ofMinutes(3)));
    assertThat(log.lines())
        .anyMatch(line -> line.contains("gives up a message about 1 events after 12 attempts"));
  }

  /** Answers on a bare socket; the second connection gets a proper answer. */
  private ServerSocket raw(byte[] answer, Duration between) throws IOException {
    ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    threads.execute(
        () -> {
          boolean first = true;
          while (!socket.isClosed()) {
            try (Socket connection = socket.accept();
                OutputStream out = connection.getOutputStream()) {
              connection.getInputStream().readNBytes(200);
              byte[] bytes =
                  first
                      ? answer
                      : "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII);
              Duration pause = first ? between : Duration.ZERO;
              first = false;
              for (byte b : bytes) {
                out.write(b);
                out.flush();
                new CountDownLatch(1).await(pause.toMillis(), TimeUnit.MILLISECONDS);
              }
              // Read to the end, so that the answer is not lost to a reset.
              connection.shutdownOutput();
              connection.getInputStream().skip(1 << 20);
            } catch (IOException | InterruptedException e) {
              // The notifier has left, or the test is over.
            }
          }
        });
    return socket;
  }

  private void arrivesInTheEnd(byte[] firstAnswer, Duration between) throws IOException {
    try (ServerSocket socket = raw(firstAnswer, between)) {
      notifying(slack("http://127.0.0.1:" + socket.getLocalPort() + PATH));
      tell("mail");
      sent(1);
      assertThat(waits).hasSize(1);
    }
  }

  @Test
  void aConnectionThatIsClosedWithoutAnAnswerIsTriedAgain() throws IOException {
    arrivesInTheEnd(new byte[0], Duration.ZERO);
  }

  @Test
  void anAnswerThatEndsInItsHeadIsTriedAgain() throws IOException {
    arrivesInTheEnd("HTTP/1.1 50".getBytes(US_ASCII), Duration.ZERO);
  }

  @Test
  void anAnswerThatIsNotHttpIsTriedAgain() throws IOException {
    arrivesInTheEnd("SSH-2.0-OpenSSH_9.2\r\n\r\n".getBytes(US_ASCII), Duration.ZERO);
  }

  @Test
  void anAnswerThatDripsIsBrokenOff() throws IOException {
    String slow = "HTTP/1.1 200 OK\r\nX-Slow: " + "x".repeat(4_000);
    arrivesInTheEnd(slow.getBytes(US_ASCII), Duration.ofMillis(20));
  }

  @Test
  void anAnswerWhoseBodyBreaksOffCounts() throws IOException {
    byte[] cut = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf".getBytes(US_ASCII);
    try (ServerSocket socket = raw(cut, Duration.ZERO)) {
      notifying(slack("http://127.0.0.1:" + socket.getLocalPort() + PATH));
      tell("mail");
      sent(1);
      assertThat(waits).isEmpty();
    }
  }

  @Test
  void aCertificateThatIsNotTrustedGetsNothing() throws Exception {
    AtomicInteger handled = new AtomicInteger();
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(SelfSignedKeys.managers(), null, null);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext("/", exchange -> handled.incrementAndGet());
    server.start();
    try {
      notifying(slack("https://127.0.0.1:" + server.getAddress().getPort() + PATH));
      tell("mail");
      dropped(1);
      assertThat(handled).hasValue(0);
      assertThat(log.lines()).anyMatch(line -> line.contains("no trusted TLS connection"));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void messagesKeepTheirOrderWhileTheFirstIsTriedAgain() throws Exception {
    receiver.then(500, "").then(500, "");
    notifying(slack(receiver.url(PATH)));
    tell("a");
    tell("b");
    tell("c");
    sent(3);
    assertThat(receiver.takeAll().stream().map(r -> r.body().replaceAll(".*id-of-(.).*", "$1")))
        .containsExactly("a", "a", "a", "b", "c");
  }

  @Test
  void aFullQueueDropsAndCounts() {
    CountDownLatch release = new CountDownLatch(1);
    receiver.then(exchange -> Await.signal(release));
    timeout = Duration.ofSeconds(20);
    notifying(slack(receiver.url(PATH)).capacity(2));
    for (String type : List.of("a", "b", "c", "d")) {
      tell(type);
    }
    NotifierStatus full = notifier.status();
    release.countDown();
    assertThat(full.waiting()).isEqualTo(2);
    assertThat(full.droppedMessages()).isEqualTo(2);
    assertThat(full.droppedEvents()).isEqualTo(2);
    sent(2);
  }

  @Test
  void closeTellsWhatWasGathered() throws Exception {
    notifying(slack(receiver.url(PATH)));
    for (int i = 0; i < 1_000; i++) {
      tell("mail");
    }
    notifier.close();
    assertThat(receiver.take().body()).contains("mail archived");
    assertThat(receiver.take().body()).contains("mail archived 999 times");
    assertThat(notifier.status()).isEqualTo(new NotifierStatus(2, 0, 0, 0, 0, null));
    tell("mail");
    assertThat(receiver.waiting()).isZero();
  }

  @Test
  void closeWaitsNoLongerThanItMayForAServiceThatHangs() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    receiver.then(exchange -> Await.signal(release));
    timeout = Duration.ofMinutes(1);
    notifying(slack(receiver.url(PATH)));
    tell("mail");
    receiver.take();
    tell("mail");
    long before = System.nanoTime();
    try {
      notifier.close();
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(12));
      assertThat(notifier.status().droppedEvents()).isEqualTo(2);
      assertThat(log.lines()).anyMatch(line -> line.contains("before 2 events were told"));
    } finally {
      release.countDown();
    }
  }

  @Test
  void aRejectedThreadIsAskedForAgain() throws Exception {
    AtomicInteger rejections = new AtomicInteger(2);
    notifying(
        slack(receiver.url(PATH))
            .executor(
                action -> {
                  if (rejections.getAndDecrement() > 0) {
                    throw new RejectedExecutionException("for the test");
                  }
                  threads.execute(action);
                },
                this::later));
    tell("mail");
    receiver.take();
    assertThat(waits).hasSize(2);
  }

  @Test
  void tellingDoesNotWaitForTheService() {
    CountDownLatch release = new CountDownLatch(1);
    receiver.then(exchange -> Await.signal(release));
    timeout = Duration.ofSeconds(20);
    notifying(slack(receiver.url(PATH)));
    // Returns, although the first message is under way and can't end before the latch.
    for (int i = 0; i < 100_000; i++) {
      tell("mail");
    }
    assertThat(notifier.status().sent()).isZero();
    release.countDown();
    sent(1);
  }

  @Test
  void ownThreadsEndWithTheNotifier() throws Exception {
    notifying(Notifier.slack(receiver.url(PATH)).name("of-its-own"));
    tell("mail");
    receiver.take();
    Thread own =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("kronosq-notify-of-its-own"))
            .findAny()
            .orElseThrow();
    assertThat(own.isDaemon()).isTrue();
    notifier.close();
    own.join(Await.LONG.toMillis());
    assertThat(own.isAlive()).isFalse();
  }
}
