package io.kronosq.cdi;

import io.kronosq.cdi.mistake.Mistake;
import io.kronosq.task.KronosException;
import java.util.List;

/**
 * An application can't be deployed. All mistakes that were found stand in the message, numbered,
 * each with its code, the place and the remedy.
 */
public final class KronosDeploymentException extends KronosException {
  private static final long serialVersionUID = 1L;

  private final List<Mistake> mistakes;

  /**
   * @param mistakes what is wrong, each with place and remedy; at least one
   */
  public KronosDeploymentException(List<Mistake> mistakes) {
    super(message(mistakes));
    this.mistakes = List.copyOf(mistakes);
  }

  /** What is wrong, each with place and remedy. */
  public List<Mistake> mistakes() {
    return mistakes;
  }

  private static String message(List<Mistake> mistakes) {
    StringBuilder text = new StringBuilder("Kronosq found ").append(mistakes.size());
    text.append(mistakes.size() == 1 ? " deployment mistake:" : " deployment mistakes:");
    for (int i = 0; i < mistakes.size(); i++) {
      text.append("\n ").append(i + 1).append(". ").append(mistakes.get(i));
    }
    return text.toString();
  }
}
