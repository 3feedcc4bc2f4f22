package io.kronosq.cdi.handler;

import io.kronosq.handler.TaskContext;
import io.kronosq.task.PayloadException;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Where an argument of a handler method comes from. */
sealed interface Argument {
  /**
   * The argument for one call.
   *
   * @throws PayloadException when the payload can't be read
   */
  @Nullable Object of(TaskContext context);

  /** The task's context itself. */
  record Context() implements Argument {
    @Override
    public Object of(TaskContext context) {
      return context;
    }
  }

  /**
   * The payload.
   *
   * @param type what it is read as
   */
  record Payload(Type type) implements Argument {
    @Override
    public Object of(TaskContext context) {
      return type == byte[].class ? context.payload() : context.payload(type);
    }
  }
}
