package io.kronosq.docs.quickstart;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WildFlyQuickStartIT {
  @Test
  void whoFollowsItInAnEmptyFolderSucceeds(@TempDir Path folder) throws Exception {
    int offset = FreePorts.offset(8080, 8443, 9990);
    new QuickStart("quickstart-wildfly.md")
        .detour(
            "mvn wildfly:run",
            "mvn wildfly:run -Dwildfly.serverArgs=-Djboss.socket.binding.port-offset=100"
                + " -Dwildfly.port=10090",
            Map.of("offset=100", "offset=" + offset, "10090", "" + (9990 + offset)))
        .detour("localhost:8080", "localhost:8080", Map.of("8080", "" + (8080 + offset)))
        .follow(folder);
  }
}
