package io.kronosq.it.mistaken;

import io.kronosq.cdi.KronosHandler;
import jakarta.ejb.Stateful;

/** Has one caller, which tasks are not. */
@Stateful
public class StatefulBean {
  /** Is refused. */
  @KronosHandler("mistaken:stateful")
  public void handle() {}
}
