package io.kronosq.it.services;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;

/** For operators only. */
@Stateless
@RolesAllowed("operator")
public class Vault {
  /** What is inside. */
  public String open() {
    return "gold";
  }
}
