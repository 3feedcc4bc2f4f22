package io.kronosq.admin.live;

/** A parameter of a query that can't be understood. */
public final class InvalidQueryException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final String remedy;

  /**
   * @param field the parameter's name
   * @param message what is wrong with its value
   * @param remedy what to do about it
   */
  public InvalidQueryException(String field, String message, String remedy) {
    super(message);
    this.field = field;
    this.remedy = remedy;
  }

  /** The parameter's name. */
  public String field() {
    return field;
  }

  /** What to do about it. */
  public String remedy() {
    return remedy;
  }
}
