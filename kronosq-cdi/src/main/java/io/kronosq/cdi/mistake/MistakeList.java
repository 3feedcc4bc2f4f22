package io.kronosq.cdi.mistake;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Keeps mistakes in the order in which they were found, each once. For use by one thread. */
public final class MistakeList implements Mistakes {
  private final Set<Mistake> found = new LinkedHashSet<>();

  @Override
  public void add(MistakeCode code, String text) {
    found.add(new Mistake(code, text));
  }

  /** Whether none was found. */
  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** All that were found. */
  public List<Mistake> all() {
    return List.copyOf(found);
  }

  /**
   * Tells others.
   *
   * @param mistakes is told of each
   */
  public void tell(Mistakes mistakes) {
    found.forEach(mistake -> mistakes.add(mistake.code(), mistake.text()));
  }
}
