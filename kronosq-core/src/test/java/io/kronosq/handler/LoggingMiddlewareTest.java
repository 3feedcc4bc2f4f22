package io.kronosq.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kronosq.testing.Await;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LoggingMiddlewareTest {
  private static final TaskContext CONTEXT =
      (TaskContext)
          Proxy.newProxyInstance(
              TaskContext.class.getClassLoader(),
              new Class<?>[] {TaskContext.class},
              (proxy, method, args) ->
                  switch (method.getName()) {
                    case "taskId" -> "task-1";
                    case "type" -> "mail";
                    default ->
                        throw new AssertionError(method.getName() + " is nothing for the log");
                  });

  private final Logger logger = (Logger) LoggerFactory.getLogger(LoggingMiddleware.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
    logger.setLevel(Level.DEBUG);
  }

  @AfterEach
  void forget() {
    logger.setLevel(null);
    logger.detachAppender(log);
  }

  private List<String> lines() {
    return log.list.stream()
        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
        .toList();
  }

  @Test
  void startAndSuccessAreLoggedWithTheTimeTaken() throws Exception {
    new LoggingMiddleware().wrap(context -> {}).handle(CONTEXT);
    assertThat(lines()).hasSize(2);
    assertThat(lines().get(0)).isEqualTo("DEBUG Task task-1 of type mail started");
    assertThat(lines().get(1)).matches("INFO Task task-1 of type mail succeeded in \\d+ ms");
  }

  @Test
  void aFailureIsLoggedAndThrownOn() {
    IllegalStateException failure = new IllegalStateException("no mail server");
    TaskHandler failing =
        context -> {
          throw failure;
        };
    assertThatThrownBy(() -> new LoggingMiddleware().wrap(failing).handle(CONTEXT))
        .isSameAs(failure);
    assertThat(lines()).hasSize(2);
    assertThat(lines().get(1))
        .matches("WARN Task task-1 of type mail failed after \\d+ ms: .*no mail server");
  }

  @Test
  void theOutcomeOfAnAsynchronousHandlerIsLoggedWhenItsStageCompletes() throws Exception {
    CompletableFuture<Void> stage = new CompletableFuture<>();
    Await.answer(
        CompletableFuture.allOf(
            new LoggingMiddleware()
                .wrapAsync(context -> CompletableFuture.completedFuture("at once"))
                .handle(CONTEXT)
                .toCompletableFuture()));
    assertThat(lines()).hasSize(2).last().asString().contains("succeeded");
    CompletableFuture<?> logged =
        new LoggingMiddleware().wrapAsync(context -> stage).handle(CONTEXT).toCompletableFuture();
    assertThat(lines()).as("before it completes").hasSize(3);
    stage.completeExceptionally(new IllegalStateException("no mail server"));
    assertThat(logged).isCompletedExceptionally();
    assertThat(lines())
        .hasSize(4)
        .last()
        .asString()
        .matches("WARN Task task-1 of type mail failed after \\d+ ms: .*no mail server");
  }
}
