package io.kronosq.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kronosq.cdi.mistake.MistakeCode;
import io.kronosq.handler.RetryPolicy;
import io.kronosq.handler.TaskContext;
import io.kronosq.handler.TaskHandler;
import io.kronosq.task.PayloadCodec;
import jakarta.enterprise.concurrent.Asynchronous;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.SessionScoped;
import jakarta.enterprise.inject.Typed;
import java.io.Serializable;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class DeploymentMistakesTest {
  private static final String HERE = DeploymentMistakesTest.class.getName();

  private static String messageOf(Application.Builder application) {
    Throwable failure = catchThrowable(() -> application.start().close());
    assertThat(failure).as("failure of the deployment").isNotNull();
    Throwable cause = failure;
    while (cause != null && !(cause instanceof KronosDeploymentException)) {
      cause = cause.getCause();
    }
    // Weld puts the messages of the problems into its own exception.
    return cause == null ? failure.toString() : cause.getMessage();
  }

  private static String mistakeOf(MistakeCode code, Class<?>... beans) {
    String message = messageOf(Application.of(beans));
    assertThat(message).contains("Kronosq found 1 deployment mistake:\n 1. " + code.id() + ": ");
    return message;
  }

  @ApplicationScoped
  static class NotPublic {
    @KronosHandler("a")
    void handle() {}
  }

  @Test
  void methodThatIsNotPublic() {
    assertThat(mistakeOf(MistakeCode.METHOD_NOT_PUBLIC, NotPublic.class))
        .contains(HERE + "$NotPublic.handle() is not public: make it public");
  }

  @ApplicationScoped
  static class Private {
    @KronosHandler("a")
    @SuppressWarnings("UnusedMethod")
    private void handle() {}
  }

  @Test
  void privateMethod() {
    assertThat(mistakeOf(MistakeCode.METHOD_NOT_PUBLIC, Private.class))
        .contains("$Private.handle() is not public");
  }

  @ApplicationScoped
  static class Static {
    @KronosHandler("a")
    public static void handle() {}
  }

  @Test
  void staticMethod() {
    assertThat(mistakeOf(MistakeCode.METHOD_STATIC, Static.class))
        .contains("$Static.handle() is static: make it an instance method");
  }

  @ApplicationScoped
  static class TwoPayloads {
    @KronosHandler("a")
    public void handle(String first, TaskContext context, List<Integer> second) {}
  }

  @Test
  void twoPayloads() {
    assertThat(mistakeOf(MistakeCode.SEVERAL_PAYLOADS, TwoPayloads.class))
        .contains("$TwoPayloads.handle(String, TaskContext, List)")
        .contains("takes 2 payloads (java.lang.String, java.util.List<java.lang.Integer>)");
  }

  @ApplicationScoped
  static class TwoContexts {
    @KronosHandler("a")
    public void handle(TaskContext first, TaskContext second) {}
  }

  @Test
  void twoContexts() {
    assertThat(mistakeOf(MistakeCode.SEVERAL_CONTEXTS, TwoContexts.class))
        .contains("takes more than one TaskContext");
  }

  @Dependent
  static class Generic<T> {
    @KronosHandler("a")
    public void handle(List<T> payload) {}
  }

  @Test
  void payloadWithTypeVariable() {
    assertThat(mistakeOf(MistakeCode.PAYLOAD_WITH_TYPE_VARIABLE, Generic.class))
        .contains("takes a payload of type java.util.List<T>, which has a type variable");
  }

  @ApplicationScoped
  static class Promising {
    @KronosHandler("a")
    public Future<String> handle() {
      return CompletableFuture.completedFuture("");
    }
  }

  @Test
  void resultOfWhichNobodyHears() {
    assertThat(mistakeOf(MistakeCode.RESULT_NOT_THERE_YET, Promising.class))
        .contains("$Promising.handle() returns Future")
        .contains("return a CompletionStage");
  }

  @ApplicationScoped
  @jakarta.ejb.Asynchronous
  static class SentAway {
    @KronosHandler("a")
    public void handle() {}
  }

  @Test
  void asynchronousSessionBean() {
    assertThat(mistakeOf(MistakeCode.RESULT_NOT_THERE_YET, SentAway.class))
        .contains("$SentAway.handle() is @Asynchronous, so that its task would count as done");
  }

  @ApplicationScoped
  static class ForgottenStage {
    @Asynchronous
    @KronosHandler("a")
    public void handle() {}
  }

  @Test
  void asynchronousMethodWithoutAStage() {
    assertThat(mistakeOf(MistakeCode.RESULT_NOT_THERE_YET, ForgottenStage.class))
        .contains("$ForgottenStage.handle() is @Asynchronous and returns void");
  }

  @ApplicationScoped
  static class First {
    @KronosHandler("same")
    public void one() {}
  }

  @ApplicationScoped
  static class Second {
    @KronosHandler("same")
    public void two() {}
  }

  @Test
  void twoHandlersOfOneType() {
    assertThat(mistakeOf(MistakeCode.SEVERAL_HANDLERS, First.class, Second.class))
        .contains("The task type 'same' has 2 handlers: ")
        .contains("$First.one()")
        .contains("$Second.two()");
  }

  @ApplicationScoped
  static class BlankType {
    @KronosHandler(" ")
    public void handle() {}
  }

  @Test
  void typeThatIsNotAllowed() {
    assertThat(mistakeOf(MistakeCode.TYPE_NOT_ALLOWED, BlankType.class))
        .contains(
            "$BlankType.handle() has a task type that is not allowed: Task type ' ' is blank");
  }

  @ApplicationScoped
  static class BadQueue {
    @KronosHandler(value = "a", queue = "{q}")
    public void handle() {}
  }

  @Test
  void queueThatIsNotAllowed() {
    assertThat(mistakeOf(MistakeCode.QUEUE_NOT_ALLOWED, BadQueue.class))
        .contains("$BadQueue.handle() has a queue that is not allowed: Queue name '{q}'");
  }

  @ApplicationScoped
  static class BadTimeout {
    @KronosHandler(value = "a", timeout = "soon")
    public void handle() {}
  }

  @Test
  void timeoutThatIsNoDuration() {
    assertThat(mistakeOf(MistakeCode.TIME_IS_NO_DURATION, BadTimeout.class))
        .contains("has timeout=\"soon\": write a duration such as 500ms, 30s");
  }

  @ApplicationScoped
  static class BadRetention {
    @KronosHandler(value = "a", retention = "-1d")
    public void handle() {}
  }

  @Test
  void retentionThatIsNoDuration() {
    assertThat(mistakeOf(MistakeCode.TIME_IS_NO_DURATION, BadRetention.class))
        .contains("has retention=\"-1d\": write a duration");
  }

  @ApplicationScoped
  static class BadRetries {
    @KronosHandler(value = "a", maxRetry = -1)
    public void handle() {}
  }

  @Test
  void negativeRetries() {
    assertThat(mistakeOf(MistakeCode.RETRIES_NEGATIVE, BadRetries.class))
        .contains("has maxRetry=-1: use 0 or more");
  }

  @ApplicationScoped
  static class PrefixDefaults {
    @KronosHandler(value = "report:*", queue = "low")
    public void handle() {}
  }

  @Test
  void defaultsForPrefix() {
    assertThat(mistakeOf(MistakeCode.DEFAULTS_FOR_PREFIX, PrefixDefaults.class))
        .contains("sets queue, maxRetry, timeout or retention for the prefix 'report:*'");
  }

  @ApplicationScoped
  static class Critical {
    @KronosHandler(value = "a", queue = "critical")
    public void handle() {}
  }

  @Test
  void queueThatIsNotServed() {
    assertThat(messageOf(Application.of(Critical.class).with("kronosq.queues", "default,low")))
        .contains(
            "KRONOSQ0015: "
                + HERE
                + "$Critical.handle() has the queue 'critical', which kronosq.queues does not serve"
                + " (default, low): add it there");
  }

  @ApplicationScoped
  @KronosHandler("a")
  static class NoTaskHandler {}

  @Test
  void classThatIsNoTaskHandler() {
    assertThat(mistakeOf(MistakeCode.CLASS_IS_NO_TASK_HANDLER, NoTaskHandler.class))
        .contains("$NoTaskHandler has @KronosHandler on the class but implements neither");
  }

  @SessionScoped
  static class InSession implements Serializable {
    private static final long serialVersionUID = 1L;

    @KronosHandler("a")
    public void handle() {}
  }

  @Test
  void scopeThatIsNotActive() {
    assertThat(mistakeOf(MistakeCode.SCOPE_NOT_ACTIVE, InSession.class))
        .contains("belongs to a @SessionScoped bean");
  }

  @ApplicationScoped
  @Typed(Runnable.class)
  static class Hidden implements Runnable {
    @KronosHandler("a")
    public void handle() {}

    @Override
    public void run() {}
  }

  @Test
  void methodThatTheBeanDoesNotShow() {
    assertThat(mistakeOf(MistakeCode.METHOD_NOT_REACHABLE, Hidden.class))
        .contains("is not reachable, because the bean shows only java.lang.Runnable");
  }

  interface Annotated {
    @KronosHandler("a")
    void handle();
  }

  @ApplicationScoped
  static class OfInterface implements Annotated {
    @Override
    public void handle() {}
  }

  @Test
  void annotationOnInterface() {
    assertThat(mistakeOf(MistakeCode.ANNOTATED_INTERFACE_METHOD, OfInterface.class))
        .contains("$Annotated.handle() has @KronosHandler on a method of an interface");
  }

  static class Unmakeable implements RetryPolicy {
    Unmakeable(Duration delay) {}

    @Override
    public Duration delay(int retried, Throwable failure) {
      return Duration.ZERO;
    }
  }

  @ApplicationScoped
  static class BadPolicy {
    @KronosHandler(value = "a", retryPolicy = Unmakeable.class)
    public void handle() {}
  }

  @Test
  void retryPolicyThatCannotBeMade() {
    assertThat(mistakeOf(MistakeCode.RETRY_POLICY_UNUSABLE, BadPolicy.class))
        .contains("$BadPolicy.handle() has the retry policy " + HERE + "$Unmakeable");
  }

  @ApplicationScoped
  static class CodecA implements PayloadCodec {
    @Override
    public byte[] encode(Object value) {
      return new byte[0];
    }

    @Override
    public Object decode(byte[] bytes, Type type) {
      return bytes;
    }
  }

  @ApplicationScoped
  static class CodecB extends CodecA {}

  @Test
  void twoCodecs() {
    assertThat(mistakeOf(MistakeCode.SEVERAL_BEANS, CodecA.class, CodecB.class))
        .contains("There are 2 beans of type PayloadCodec (in ")
        .contains("$CodecA, ");
  }

  @Test
  void allMistakesStandInOneNumberedMessage() {
    Application.Builder application =
        Application.of(BadTimeout.class, Static.class, Critical.class)
            .with("kronosq.lease", "long")
            .with("kronosq.queues", "default");

    assertThat(messageOf(application))
        .contains("Kronosq found 4 deployment mistakes:\n 1. ")
        .contains("\n 2. ")
        .contains("\n 3. ")
        .contains("\n 4. ")
        .contains("$BadTimeout.handle() has timeout=\"soon\"")
        .contains("$Static.handle() is static")
        .contains("$Critical.handle() has the queue 'critical'")
        .contains("kronosq.lease=long is not allowed");
  }

  @ApplicationScoped
  static class Base {
    @KronosHandler("a")
    public void handle(String payload) {}
  }

  @ApplicationScoped
  @KronosHandler("b")
  static class Direct implements TaskHandler {
    @Override
    public void handle(TaskContext context) {}
  }

  @Test
  void noMistake() {
    try (Application application =
        Application.of(Base.class, Direct.class).with("kronosq.enabled", false).start()) {
      assertThat(application.get(Base.class)).isNotNull();
    }
  }
}
