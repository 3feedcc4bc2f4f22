package io.kronosq.worker;

import io.kronosq.task.KronosException;

/** No handler of this server is routed for a task's type. */
final class UnknownTypeException extends KronosException {
  private static final long serialVersionUID = 1L;

  private final String type;

  UnknownTypeException(String type) {
    super("No handler for task type '" + type + "'");
    this.type = type;
  }

  String type() {
    return type;
  }
}
