package io.kronosq.it;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;

/** The JVM of an application server that is not managed by itself. */
final class ServerJvm {
  private ServerJvm() {}

  /**
   * Asks a server's JVM to be managed.
   *
   * @param sign stands in its command line, and in no other one's
   * @return the address at which it is managed
   */
  static String startManagement(String sign) throws IOException {
    return startManagement(
        ProcessHandle.allProcesses()
            .filter(process -> process.info().commandLine().orElse("").contains(sign))
            .findAny()
            .orElseThrow(() -> new IllegalStateException("No process has " + sign))
            .pid());
  }

  /**
   * Asks a server's JVM to be managed.
   *
   * @param pid its process
   * @return the address at which it is managed
   */
  static String startManagement(long pid) throws IOException {
    try {
      VirtualMachine jvm = VirtualMachine.attach(Long.toString(pid));
      try {
        return jvm.startLocalManagementAgent();
      } finally {
        jvm.detach();
      }
    } catch (AttachNotSupportedException e) {
      throw new IOException("Can't attach to the server, process " + pid, e);
    }
  }
}
