package io.kronosq.task;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * How an attempt failed, shortened so that history stays small.
 *
 * @param className the exception's class, or a word such as {@code crash}
 * @param message its message, at most {@value #MAX_MESSAGE} characters; empty when it had none
 * @param stack its stack trace, at most {@value #MAX_STACK} characters; empty when it had none
 */
public record TaskError(String className, String message, String stack) {
  private static final int MAX_MESSAGE = 1_000;
  private static final int MAX_STACK = 4_000;

  /**
   * The error of an exception.
   *
   * @param failure not null
   */
  public static TaskError of(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    String message = failure.getMessage() == null ? "" : failure.getMessage();
    return new TaskError(
        failure.getClass().getName(),
        shorten(message, MAX_MESSAGE),
        shorten(text.toString(), MAX_STACK));
  }

  private static String shorten(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max - 1) + "…";
  }

  @Override
  public String toString() {
    return message.isEmpty() ? className : className + ": " + message;
  }
}
