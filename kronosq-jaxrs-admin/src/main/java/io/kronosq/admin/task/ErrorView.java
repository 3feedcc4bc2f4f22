package io.kronosq.admin.task;

import io.kronosq.task.TaskError;
import jakarta.json.bind.annotation.JsonbProperty;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt failed.
 *
 * @param type the exception's class, or a word such as crash
 * @param message its message
 * @param stackTrace its stack trace; null where it is not told, or there is none
 */
public record ErrorView(
    @JsonbProperty("class") String type, String message, @Nullable String stackTrace) {
  private static final int SHORT_MESSAGE = 300;

  static ErrorView brief(TaskError error, Shown shown) {
    String message = shown.text(error.message());
    return new ErrorView(
        error.className(),
        message.length() <= SHORT_MESSAGE ? message : message.substring(0, SHORT_MESSAGE - 1) + "…",
        null);
  }

  static ErrorView whole(TaskError error, Shown shown) {
    return new ErrorView(
        error.className(),
        shown.text(error.message()),
        error.stack().isEmpty() ? null : shown.text(error.stack()));
  }
}
