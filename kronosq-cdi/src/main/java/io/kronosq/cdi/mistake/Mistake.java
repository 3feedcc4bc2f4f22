package io.kronosq.cdi.mistake;

import java.io.Serializable;

/**
 * A mistake that was found.
 *
 * @param code its kind
 * @param text what is wrong, with class, method or value, and what to do about it
 */
public record Mistake(MistakeCode code, String text) implements Serializable {
  /** Code and text, such as {@code KRONOSQ0001: Mails.send() is not public: make it public}. */
  @Override
  public String toString() {
    return code.id() + ": " + text;
  }
}
