package io.kronosq.it.mistaken;

import io.kronosq.cdi.KronosHandler;
import jakarta.ejb.Local;
import jakarta.ejb.Stateless;

/** Shows an interface without its handler. */
@Stateless
@Local(Shown.class)
public class UnreachableBean implements Shown {
  /** Is refused. */
  @KronosHandler("mistaken:unreachable")
  public void handle() {}

  @Override
  public void shown() {}
}
