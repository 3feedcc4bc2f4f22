package io.kronosq.sample.csv;

import io.kronosq.sample.signup.Signup;

/** A row of the file: a sign-up, or a reason why it is none. */
public sealed interface SignupRow {
  /** The number of its first line, counted from 1; the header is line 1. */
  int line();

  /**
   * A row that could be read. Its content is not validated yet.
   *
   * @param line its first line
   * @param signup what it says
   */
  record Read(int line, Signup signup) implements SignupRow {}

  /**
   * A row that could not be read.
   *
   * @param line its first line
   * @param reason why
   */
  record Unreadable(int line, String reason) implements SignupRow {}
}
