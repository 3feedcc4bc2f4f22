package io.kronosq.cdi.mistake;

/** Is told of mistakes. */
@FunctionalInterface
public interface Mistakes {
  /**
   * A mistake was found.
   *
   * @param code its kind
   * @param text what is wrong, with class, method or value, and what to do about it
   */
  void add(MistakeCode code, String text);
}
