package io.kronosq.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import javax.management.JMException;

/** The running Open Liberty. */
final class LibertyServer extends AppServer {
  /** Their line in a histogram: rank, count, bytes, class. */
  private static final Pattern APPLICATION_CLASS_LOADERS =
      Pattern.compile(
          "(?m)^\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+com\\.ibm\\.ws\\.classloading\\.internal\\.AppClassLoader$");

  LibertyServer() throws IOException {
    super(Files.readString(OUTPUT.resolve("logs/state/com.ibm.ws.jmx.local.address")).strip());
  }

  @Override
  long applicationClassLoaders() throws IOException, JMException {
    return APPLICATION_CLASS_LOADERS
        .matcher(diagnostic("gcClassHistogram"))
        .results()
        .mapToLong(line -> Long.parseLong(line.group(1)))
        .sum();
  }

  @Override
  Path logFile() {
    return OUTPUT.resolve("logs/messages.log");
  }

  @Override
  String metricsPath() {
    return "/metrics";
  }
}
