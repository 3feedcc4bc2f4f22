package io.kronosq.it;

import java.io.File;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jboss.shrinkwrap.resolver.api.maven.Maven;

/** Web archives with the library in {@code WEB-INF/lib}. Only for the test JVM. */
final class Wars {
  /** What an application adds to its archive. */
  private static final File[] LIBRARIES =
      Maven.configureResolver()
          .workOffline()
          .loadPomFromFile("pom.xml")
          .resolve("io.kronosq:kronosq-cdi", "org.slf4j:slf4j-jdk14")
          .withTransitivity()
          .asFile();

  private Wars() {}

  /**
   * An archive without classes.
   *
   * @param name of the application; also its key prefix in Redis, unless configured, and its path
   *     on the server
   * @param config further configuration
   */
  static WebArchive withLibrary(String name, Map<String, String> config) {
    Map<String, String> values = new TreeMap<>();
    values.put("kronosq.redis.uri", SharedRedis.uri());
    values.put("kronosq.redis.prefix", name);
    values.putAll(config);
    String properties =
        values.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
            .collect(Collectors.joining());
    return ShrinkWrap.create(WebArchive.class, name + ".war")
        .addAsLibraries(LIBRARIES)
        .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml")
        .addAsResource(new StringAsset(properties), "META-INF/microprofile-config.properties");
  }
}
