package io.kronosq.it;

import java.io.File;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jboss.shrinkwrap.resolver.api.maven.Maven;

/** Web archives with the library in {@code WEB-INF/lib}. Only for the test JVM. */
final class Wars {
  /** What an application adds to its archive. */
  private static final File[] LIBRARIES = resolved("io.kronosq:kronosq-cdi");

  /** What one adds that is to be monitored. */
  private static final File[] MONITORED = resolved("io.kronosq:kronosq-microprofile");

  /** What one adds whose tasks its test runs. */
  private static final File[] TESTED =
      resolved("io.kronosq:kronosq-cdi", "io.kronosq:kronosq-testkit", "org.assertj:assertj-core");

  /** What one adds that is to be steered over REST. */
  private static final File[] ADMINISTERED = resolved("io.kronosq:kronosq-jaxrs-admin");

  private Wars() {}

  private static File[] resolved(String... libraries) {
    return Maven.configureResolver()
        .workOffline()
        .loadPomFromFile("pom.xml")
        .resolve(Stream.concat(Stream.of(libraries), Stream.of("org.slf4j:slf4j-jdk14")).toList())
        .withTransitivity()
        .asFile();
  }

  /**
   * An archive without classes.
   *
   * @param name of the application; also its key prefix in Redis, unless configured, and its path
   *     on the server
   * @param config further configuration
   */
  static WebArchive withLibrary(String name, Map<String, String> config) {
    return with(LIBRARIES, name, config);
  }

  /** The same with health checks and metrics. */
  static WebArchive withMonitoring(String name, Map<String, String> config) {
    return with(MONITORED, name, config);
  }

  /** The same with the admin resources, whose users log in with BASIC. */
  static WebArchive withAdmin(String name, Map<String, String> config) {
    return with(ADMINISTERED, name, config)
        .setWebXML(
            new StringAsset(
                """
                <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
                  <login-config>
                    <auth-method>BASIC</auth-method>
                  </login-config>
                  <security-role><role-name>kronosq-viewer</role-name></security-role>
                  <security-role><role-name>kronosq-operator</role-name></security-role>
                  <security-role><role-name>kronosq-admin</role-name></security-role>
                </web-app>
                """));
  }

  /** The same with the test kit. */
  static WebArchive withTestKit(String name, Map<String, String> config) {
    return with(TESTED, name, config);
  }

  private static WebArchive with(File[] libraries, String name, Map<String, String> config) {
    Map<String, String> all = new TreeMap<>(config);
    all.putIfAbsent("kronosq.redis.uri", SharedRedis.uri());
    all.putIfAbsent("kronosq.redis.prefix", name);
    String properties =
        all.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
            .collect(Collectors.joining());
    return ShrinkWrap.create(WebArchive.class, name + ".war")
        .addAsLibraries(libraries)
        .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml")
        .addAsResource(new StringAsset(properties), "META-INF/microprofile-config.properties");
  }
}
