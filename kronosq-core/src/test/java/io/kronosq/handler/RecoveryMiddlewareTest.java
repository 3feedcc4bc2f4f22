package io.kronosq.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kronosq.task.KronosException;
import io.kronosq.testing.Await;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class RecoveryMiddlewareTest {
  /** A context that knows its type. */
  private static final TaskContext CONTEXT =
      (TaskContext)
          Proxy.newProxyInstance(
              TaskContext.class.getClassLoader(),
              new Class<?>[] {TaskContext.class},
              (proxy, method, args) -> method.getName().equals("type") ? "mail" : null);

  private static TaskHandler failing(Throwable failure) {
    return new RecoveryMiddleware()
        .wrap(
            context -> {
              if (failure instanceof Error error) {
                throw error;
              }
              throw (Exception) failure;
            });
  }

  @Test
  void anErrorOfTheHandlerBecomesAnException() {
    AssertionError error = new AssertionError("no");
    assertThatExceptionOfType(KronosException.class)
        .isThrownBy(() -> failing(error).handle(CONTEXT))
        .withMessageContaining("'mail'")
        .withCause(error);
  }

  @Test
  void anErrorOfTheVirtualMachineGoesThrough() {
    OutOfMemoryError error = new OutOfMemoryError("for the test");
    assertThatThrownBy(() -> failing(error).handle(CONTEXT)).isSameAs(error);
  }

  @Test
  void anExceptionGoesThroughUnchanged() {
    Exception failure = new Exception("checked");
    assertThatThrownBy(() -> failing(failure).handle(CONTEXT)).isSameAs(failure);
  }

  @Test
  void anErrorOfAStageBecomesAnException() {
    AssertionError error = new AssertionError("no");
    assertThatExceptionOfType(KronosException.class)
        .isThrownBy(() -> Await.answer(recovered(error)))
        .withMessageContaining("'mail'")
        .withCause(error);
  }

  @Test
  void anExceptionAndAValueOfAStageGoThroughUnchanged() throws Exception {
    IllegalStateException failure = new IllegalStateException("no");
    assertThatThrownBy(() -> Await.answer(recovered(failure))).isSameAs(failure);
    AsyncTaskHandler good =
        new RecoveryMiddleware().wrapAsync(context -> CompletableFuture.completedFuture("value"));
    assertThat((Object) Await.answer(good.handle(CONTEXT))).isEqualTo("value");
  }

  private static CompletionStage<?> recovered(Throwable failure) throws Exception {
    return new RecoveryMiddleware()
        .wrapAsync(context -> CompletableFuture.failedFuture(failure))
        .handle(CONTEXT);
  }
}
