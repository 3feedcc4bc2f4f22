package io.kronosq.it.mistaken;

import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Fails when it is asked for the server's name. */
public class BrokenConfigSource implements ConfigSource {
  @Override
  public Set<String> getPropertyNames() {
    return Set.of();
  }

  @Override
  public String getValue(String key) {
    if (key.equals("kronosq.name")) {
      throw new IllegalStateException("The directory of names is away");
    }
    return null;
  }

  @Override
  public String getName() {
    return "broken";
  }
}
