package io.kronosq.handler;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kronosq.task.KronosException;
import java.lang.reflect.Proxy;
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
}
