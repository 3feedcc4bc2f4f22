package io.kronosq.cdi.transaction;

import io.kronosq.cdi.mistake.Mistake;
import io.kronosq.cdi.mistake.MistakeCode;
import io.kronosq.task.KronosException;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** Finds the database of the outbox. To be used on a thread that has the application's context. */
public final class OutboxSource {
  private OutboxSource() {}

  /**
   * The configured data source.
   *
   * @param name JNDI name
   * @throws KronosException when there is none of that name
   */
  public static DataSource find(String name) {
    Object found;
    try {
      found = InitialContext.doLookup(name);
    } catch (NamingException e) {
      throw new KronosException(
          new Mistake(
                  MistakeCode.OUTBOX_NOT_FOUND,
                  "kronosq.outbox=" + name + " is not found in JNDI: name a data source that is")
              .toString(),
          e);
    }
    if (found instanceof DataSource source) {
      return source;
    }
    throw new KronosException(
        new Mistake(
                MistakeCode.OUTBOX_OF_WRONG_TYPE,
                "kronosq.outbox="
                    + name
                    + " is "
                    + (found == null ? "nothing" : "a " + found.getClass().getName())
                    + ": name a data source")
            .toString());
  }
}
