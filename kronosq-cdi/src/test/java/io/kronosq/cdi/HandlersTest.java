package io.kronosq.cdi;

import static io.kronosq.event.TaskEventType.ARCHIVED;
import static io.kronosq.event.TaskEventType.RETRIED;
import static io.kronosq.event.TaskEventType.SUCCEEDED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import io.kronosq.event.TaskEvent;
import io.kronosq.handler.RetryLaterException;
import io.kronosq.handler.RetryPolicy;
import io.kronosq.handler.SkipRetryException;
import io.kronosq.handler.TaskContext;
import io.kronosq.handler.TaskHandler;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskRef;
import io.kronosq.task.TaskState;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HandlersTest {
  private static Application application;
  private static KronosClient client;
  private static Inspector inspector;
  private static RecordedEvents events;

  @BeforeAll
  static void start() {
    application =
        Application.of(
                RecordedEvents.class,
                Shop.class,
                Direct.class,
                OneCall.class,
                Closing.class,
                Request.class,
                RequestUser.class,
                Inherited.class,
                Behind.class,
                Failing.class,
                Soon.class,
                ByPrefix.class)
            .with("kronosq.redis.uri", "embedded:?memory")
            .start();
    client = application.get(KronosClient.class);
    inspector = application.get(Inspector.class);
    events = application.get(RecordedEvents.class);
  }

  @AfterAll
  static void stop() {
    application.close();
  }

  private static String resultOf(String type, Object payload) throws InterruptedException {
    TaskRef ref = client.enqueue(type, payload, EnqueueOption.retention(Duration.ofMinutes(1)));
    TaskEvent event = events.await(SUCCEEDED);
    assertThat(event.taskId()).isEqualTo(ref.id());
    byte[] result = task(ref).result();
    return result == null ? "nothing" : new String(result, UTF_8);
  }

  private static TaskInfo task(TaskRef ref) {
    return inspector.task(ref.queue(), ref.id()).orElseThrow();
  }

  /** A payload. */
  public record Order(String id, List<Integer> items) {}

  @ApplicationScoped
  static class Shop {
    @KronosHandler("order")
    public Map<String, Integer> order(Order order) {
      return Map.of(order.id(), order.items().stream().mapToInt(Integer::intValue).sum());
    }

    @KronosHandler("orders")
    public String orders(TaskContext context, List<Order> orders) {
      return context.type() + " " + orders.get(1).id();
    }

    @KronosHandler("order-and-context")
    public String orderAndContext(Order order, TaskContext context) {
      return order.id() + " " + context.maxRetry();
    }

    @KronosHandler("text")
    public String text(String text) {
      return text;
    }

    @KronosHandler("bytes")
    public byte[] bytes(byte[] bytes) {
      return bytes;
    }

    @KronosHandler("number")
    public int number(int number) {
      return number + 1;
    }

    @KronosHandler("none")
    public void none() {}

    @KronosHandler("null")
    public @Nullable String nothing() {
      return null;
    }

    @KronosHandler(
        value = "with-defaults",
        queue = "low",
        maxRetry = 3,
        timeout = "2m",
        retention = "P1D")
    public void withDefaults() {}
  }

  @Test
  void payloadIsReadAsTheParameterAndTheReturnValueKept() throws Exception {
    assertThat(resultOf("order", new Order("o1", List.of(1, 2, 3)))).isEqualTo("{\"o1\":6}");
  }

  @Test
  void payloadMayBeGeneric() throws Exception {
    List<Order> orders = List.of(new Order("a", List.of()), new Order("b", List.of()));
    assertThat(resultOf("orders", orders)).isEqualTo("\"orders b\"");
  }

  @Test
  void contextMayComeLast() throws Exception {
    assertThat(resultOf("order-and-context", new Order("o2", List.of()))).isEqualTo("\"o2 25\"");
  }

  @Test
  void textIsJson() throws Exception {
    assertThat(resultOf("text", "Grüße \"hier\"")).isEqualTo("\"Grüße \\\"hier\\\"\"");
  }

  @Test
  void bytesGoThroughAsTheyAre() throws Exception {
    assertThat(resultOf("bytes", new byte[] {'r', 'a', 'w'})).isEqualTo("raw");
  }

  @Test
  void payloadMayBePrimitive() throws Exception {
    assertThat(resultOf("number", 41)).isEqualTo("42");
  }

  @Test
  void voidAndNullKeepNoResult() throws Exception {
    assertThat(resultOf("none", "ignored")).isIn("nothing", "");
    assertThat(resultOf("null", "ignored")).isIn("nothing", "");
  }

  @Test
  void attributesAreDefaultsOfTheType() throws Exception {
    TaskRef ref = client.enqueue(Task.of("with-defaults"));
    events.await(SUCCEEDED);

    assertThat(ref.queue()).isEqualTo("low");
    TaskInfo task = task(ref);
    assertThat(task.maxRetry()).isEqualTo(3);
    assertThat(task.timeout()).isEqualTo(Duration.ofMinutes(2));
    assertThat(task.retention()).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void optionsOfTheCallWinOverAttributes() throws Exception {
    TaskRef ref =
        client.enqueue(
            Task.of("with-defaults"), EnqueueOption.queue("default"), EnqueueOption.maxRetry(7));
    events.await(SUCCEEDED);

    assertThat(ref.queue()).isEqualTo("default");
    assertThat(task(ref).maxRetry()).isEqualTo(7);
  }

  @ApplicationScoped
  @KronosHandler("direct")
  static class Direct implements TaskHandler {
    @Override
    public void handle(TaskContext context) {
      context.result(context.payload(Order.class).id());
    }
  }

  @Test
  void taskHandlerBeanGetsTheContext() throws Exception {
    assertThat(resultOf("direct", new Order("o3", List.of()))).isEqualTo("\"o3\"");
  }

  @Dependent
  static class OneCall {
    static final AtomicInteger ALIVE = new AtomicInteger();
    static final AtomicInteger CLOSED = new AtomicInteger();

    @Inject Closing closing;

    OneCall() {
      ALIVE.incrementAndGet();
    }

    @KronosHandler("one-call")
    public int handle() {
      return ALIVE.get();
    }

    @PreDestroy
    void destroy() {
      ALIVE.decrementAndGet();
    }
  }

  @Dependent
  static class Closing {
    @PreDestroy
    void destroy() {
      OneCall.CLOSED.incrementAndGet();
    }
  }

  @Test
  void dependentBeanEndsWithTheCall() throws Exception {
    assertThat(resultOf("one-call", "")).isEqualTo("1");
    assertThat(resultOf("one-call", "")).isEqualTo("1");
    assertThat(OneCall.ALIVE).hasValue(0);
    assertThat(OneCall.CLOSED).hasValue(2);
  }

  @RequestScoped
  static class Request {
    private final String id = UUID.randomUUID().toString();

    String id() {
      return id;
    }
  }

  @ApplicationScoped
  static class RequestUser {
    @Inject Request request;

    @KronosHandler("request")
    public List<String> handle() {
      return List.of(request.id(), request.id());
    }
  }

  @Test
  void eachCallHasARequestContextOfItsOwn() throws Exception {
    String first = resultOf("request", "");
    String second = resultOf("request", "");

    assertThat(first).isNotEqualTo(second);
    assertThat(first.substring(2, 38)).isEqualTo(first.substring(41, 77));
  }

  static class Parent {
    @KronosHandler("inherited")
    public String inherited() {
      return getClass().getSimpleName();
    }

    @KronosHandler("overridden")
    public void overridden() {}
  }

  @Dependent
  static class Inherited extends Parent {
    @Override
    @KronosHandler("overriding")
    public void overridden() {}
  }

  @Test
  void inheritedMethodIsAHandler() throws Exception {
    assertThat(resultOf("inherited", "")).isEqualTo("\"Inherited\"");
    assertThat(resultOf("overriding", "")).isIn("nothing", "");
  }

  /** A generic interface, as a local business interface may be. */
  public interface Receiver<T> {
    String receive(T message);
  }

  @ApplicationScoped
  @Typed(Receiver.class)
  static class Behind implements Receiver<Order> {
    @Override
    @KronosHandler("behind")
    public String receive(Order order) {
      return order.id();
    }
  }

  @Test
  void beanThatShowsOnlyAnInterfaceIsCalledThroughIt() throws Exception {
    assertThat(resultOf("behind", new Order("o4", List.of()))).isEqualTo("\"o4\"");
  }

  @ApplicationScoped
  static class ByPrefix {
    @KronosHandler("report:*")
    public String any(TaskContext context) {
      return "any " + context.type();
    }

    @KronosHandler("report:daily")
    public String daily() {
      return "daily";
    }
  }

  @Test
  void exactTypeGoesBeforePrefix() throws Exception {
    assertThat(resultOf("report:weekly", "")).isEqualTo("\"any report:weekly\"");
    assertThat(resultOf("report:daily", "")).isEqualTo("\"daily\"");
  }

  @ApplicationScoped
  static class Soon implements RetryPolicy {
    final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    @Override
    public Duration delay(int retried, Throwable failure) {
      failures.add(failure);
      return Duration.ofHours(1);
    }

    List<Throwable> seen() {
      return new ArrayList<>(failures);
    }
  }

  @ApplicationScoped
  static class Failing {
    @KronosHandler(value = "failing", retryPolicy = Soon.class)
    public void fail(String how) throws Exception {
      switch (how) {
        case "checked" -> throw new IOException("disk is full");
        case "error" -> throw new AssertionError("broken");
        case "skip" -> throw new SkipRetryException("no use");
        case "skip in an EJB" -> throw new EJBException(new SkipRetryException("no use"));
        default -> throw new RetryLaterException(Duration.ofMinutes(90));
      }
    }

    @KronosHandler(value = "postponing", maxRetry = 0, postponeOn = IOException.class)
    public void postpone() throws IOException {
      throw new java.net.ConnectException("mail server is away");
    }
  }

  @Test
  void failureIsWhatTheMethodThrew() throws Exception {
    TaskRef ref = client.enqueue("failing", "checked");
    TaskEvent event = events.await(RETRIED);

    assertThat(event.error()).isNotNull();
    assertThat(event.error().toString()).isEqualTo("java.io.IOException: disk is full");
    assertThat(event.retryIn()).isEqualTo(Duration.ofHours(1));
    assertThat(task(ref).state()).isEqualTo(TaskState.RETRY);
    assertThat(application.get(Soon.class).seen())
        .anyMatch(failure -> failure instanceof IOException);
  }

  @Test
  void errorIsAFailureToo() throws Exception {
    client.enqueue("failing", "error");
    assertThat(events.await(RETRIED).error().toString())
        .isEqualTo("java.lang.AssertionError: broken");
  }

  @Test
  void skipRetryArchivesAlsoThroughAnEjbException() throws Exception {
    client.enqueue("failing", "skip");
    assertThat(events.await(ARCHIVED).error().className())
        .isEqualTo(SkipRetryException.class.getName());
    client.enqueue("failing", "skip in an EJB");
    assertThat(events.await(ARCHIVED).error().className())
        .isEqualTo(SkipRetryException.class.getName());
  }

  @Test
  void retryLaterSetsTheNextAttempt() throws Exception {
    client.enqueue("failing", "later");
    assertThat(events.await(RETRIED).retryIn()).isEqualTo(Duration.ofMinutes(90));
  }

  @Test
  void postponingSpendsNoRetry() throws Exception {
    TaskRef ref = client.enqueue(Task.of("postponing"));
    events.await(RETRIED);
    assertThat(task(ref).state()).isEqualTo(TaskState.RETRY);
    assertThat(task(ref).attempts().retried()).isZero();
  }

  @Test
  void unreadablePayloadIsArchivedAndNotShown() throws Exception {
    TaskRef ref =
        client.enqueue(Task.of("order", "{\"id\":\"x\",\"items\":\"geheim\"}".getBytes(UTF_8)));
    TaskEvent event = events.await(ARCHIVED);

    assertThat(event.taskId()).isEqualTo(ref.id());
    assertThat(event.error().message())
        .contains("HandlersTest$Shop.order(Order) can't process a task of type 'order': ")
        .contains("The payload can't be read as io.kronosq.cdi.HandlersTest$Order: ");
    assertThat(event.error().toString() + event.error().stack()).doesNotContain("geheim");
    assertThat(task(ref).state()).isEqualTo(TaskState.ARCHIVED);
  }

  @Test
  void missingPayloadIsArchived() throws Exception {
    client.enqueue(Task.of("order"));
    assertThat(events.await(ARCHIVED).error().message()).contains("it is empty");
  }
}
