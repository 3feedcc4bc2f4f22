package io.kronosq.sample.csv;

/** The file does not begin with the header that is needed. */
public final class HeaderException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String problem;

  HeaderException(String problem) {
    super(problem);
    this.problem = problem;
  }

  /** What is wrong with the header, and what it must be. */
  public String problem() {
    return problem;
  }
}
