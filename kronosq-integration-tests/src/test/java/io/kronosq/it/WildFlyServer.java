package io.kronosq.it;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import javax.management.JMException;

/** The running WildFly. */
final class WildFlyServer extends AppServer {
  /** Of modules that are deployments, in a tree of class loaders. */
  private static final Pattern APPLICATION_CLASS_LOADERS =
      Pattern.compile("\"deployment\\.[^\"]+\", org\\.jboss\\.modules\\.ModuleClassLoader");

  WildFlyServer() throws IOException {
    super(startManagement());
  }

  /** The server's JVM is asked to be managed, which it is not by itself. */
  private static String startManagement() throws IOException {
    ProcessHandle server =
        ProcessHandle.current()
            .descendants()
            .filter(child -> child.info().commandLine().orElse("").contains("jboss.home.dir"))
            .findAny()
            .orElseThrow(() -> new IllegalStateException("WildFly is no child of this JVM"));
    try {
      VirtualMachine jvm = VirtualMachine.attach(Long.toString(server.pid()));
      try {
        return jvm.startLocalManagementAgent();
      } finally {
        jvm.detach();
      }
    } catch (AttachNotSupportedException e) {
      throw new IOException("Can't attach to WildFly, process " + server.pid(), e);
    }
  }

  @Override
  long applicationClassLoaders() throws IOException, JMException {
    diagnostic("gcRun");
    return APPLICATION_CLASS_LOADERS
        .matcher(diagnostic("vmClassloaders", "fold=false"))
        .results()
        .count();
  }

  @Override
  Path logFile() {
    return OUTPUT.resolve("log/server.log");
  }

  @Override
  String metricsPath() {
    return "/prometheus";
  }
}
