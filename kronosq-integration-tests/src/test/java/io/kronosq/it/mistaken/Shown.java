package io.kronosq.it.mistaken;

import io.kronosq.cdi.KronosHandler;

/** What {@link UnreachableBean} shows. */
public interface Shown {
  /** Has its annotation where nobody looks. */
  @KronosHandler("mistaken:interface")
  void shown();
}
