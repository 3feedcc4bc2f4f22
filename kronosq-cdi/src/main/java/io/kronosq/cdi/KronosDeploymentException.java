package io.kronosq.cdi;

import io.kronosq.task.KronosException;
import java.util.List;

/**
 * An application can't be deployed. All mistakes that were found stand in the message, numbered,
 * each with the place and the remedy.
 */
public final class KronosDeploymentException extends KronosException {
  private static final long serialVersionUID = 1L;

  private final List<String> mistakes;

  /**
   * @param mistakes what is wrong, each with place and remedy; at least one
   */
  public KronosDeploymentException(List<String> mistakes) {
    super(message(mistakes));
    this.mistakes = List.copyOf(mistakes);
  }

  /** What is wrong, each with place and remedy. */
  public List<String> mistakes() {
    return mistakes;
  }

  private static String message(List<String> mistakes) {
    StringBuilder text = new StringBuilder("Kronosq found ").append(mistakes.size());
    text.append(mistakes.size() == 1 ? " deployment mistake:" : " deployment mistakes:");
    for (int i = 0; i < mistakes.size(); i++) {
      text.append("\n ").append(i + 1).append(". ").append(mistakes.get(i));
    }
    return text.toString();
  }
}
