package io.kronosq.docs.quickstart;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibertyQuickStartIT {
  @Test
  void whoFollowsItInAnEmptyFolderSucceeds(@TempDir Path folder) throws Exception {
    String port = String.valueOf(9080 + FreePorts.offset(9080));
    new QuickStart("quickstart-liberty.md")
        .detour(
            "mvn liberty:run", "mvn liberty:run -Dliberty.var.http.port=9081", Map.of("9081", port))
        .detour("localhost:9080", "localhost:9080", Map.of("9080", port))
        .follow(folder);
  }
}
