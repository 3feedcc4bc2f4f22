package io.kronosq.cdi.handler;

import io.kronosq.handler.BatchItem;
import io.kronosq.handler.TaskContext;
import io.kronosq.task.PayloadException;
import io.kronosq.task.PayloadKeyException;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
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

  /** The tasks of a batch. */
  record Items() implements Argument {
    @Override
    public Object of(TaskContext context) {
      return context.batch();
    }
  }

  /**
   * The payloads of a batch. Tasks whose payload can't be read fail, and are left out; a batch that
   * has no others can't be read itself.
   *
   * @param type what each is read as
   */
  record Payloads(Type type) implements Argument {
    @Override
    public Object of(TaskContext context) {
      List<Object> payloads = new ArrayList<>();
      @Nullable PayloadException last = null;
      for (BatchItem item : context.batch()) {
        try {
          payloads.add(type == byte[].class ? item.payload() : item.payload(type));
        } catch (PayloadKeyException e) {
          throw e;
        } catch (PayloadException e) {
          item.fail(e);
          last = e;
        }
      }
      if (payloads.isEmpty() && last != null) {
        throw last;
      }
      return List.copyOf(payloads);
    }
  }
}
