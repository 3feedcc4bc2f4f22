package io.kronosq.cli;

/** What the process tells its caller. */
final class ExitCode {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int NOT_FOUND = 3;
  static final int REFUSED = 4;
  static final int UNREACHABLE = 5;
  static final int WARNING = 6;
  static final int CRITICAL = 7;

  private ExitCode() {}
}
