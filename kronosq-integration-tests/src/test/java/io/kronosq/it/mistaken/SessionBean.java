package io.kronosq.it.mistaken;

import io.kronosq.cdi.KronosHandler;
import jakarta.enterprise.context.SessionScoped;
import java.io.Serializable;

/** Lives in an HTTP session, which tasks have none of. */
@SessionScoped
public class SessionBean implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Is refused. */
  @KronosHandler("mistaken:session")
  public void handle() {}
}
