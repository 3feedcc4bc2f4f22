package io.kronosq.worker;

import com.github.f4b6a3.ulid.Ulid;
import io.kronosq.time.TimeSource;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;

/**
 * Who a server is, for those who look at it.
 *
 * @param id new with each start
 * @param name what its builder called it; empty unless set
 * @param host the machine's name
 * @param pid the process id
 * @param version Kronosq's version
 * @param startedAt by the server's clock
 */
public record ServerIdentity(
    String id, String name, String host, long pid, String version, Instant startedAt) {
  /**
   * The identity of a server of this process. May ask the machine for its name, which can take a
   * moment.
   *
   * @param name what its builder called it
   */
  public static ServerIdentity of(String name) {
    String version = ServerIdentity.class.getPackage().getImplementationVersion();
    return new ServerIdentity(
        Ulid.fast().toString(),
        name,
        machine(),
        ProcessHandle.current().pid(),
        version == null ? "unpackaged" : version,
        TimeSource.system().now());
  }

  private static String machine() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
