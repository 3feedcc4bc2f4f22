package io.kronosq.it.mistaken;

import io.kronosq.cdi.KronosHandler;
import jakarta.enterprise.context.Dependent;
import java.util.List;

/** Does not say of what. */
@Dependent
public class GenericBean<T> {
  /** Is refused. */
  @KronosHandler("mistaken:generic")
  public void handle(List<T> payload) {}
}
