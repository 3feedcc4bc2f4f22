package io.kronosq.it.app;

import jakarta.ejb.Local;

/** A business interface. */
@Local
public interface Reports {
  /** Writes a report. */
  String write(Mail mail);
}
