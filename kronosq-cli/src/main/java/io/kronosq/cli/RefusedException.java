package io.kronosq.cli;

/** Ends a command with a message and an exit code. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;

  RefusedException(int code, String message) {
    super(message);
    this.code = code;
  }

  int code() {
    return code;
  }
}
