package io.kronosq.it;

/** What tests on the running server measured, a line each in the output of the test run. */
final class Measured {
  private Measured() {}

  /**
   * Prints a line.
   *
   * @param what was measured
   * @param figures what came of it
   */
  static void tell(String what, Object figures) {
    System.out.println(
        "[measured] " + System.getProperty("arquillian.launch") + ": " + what + ": " + figures);
  }
}
