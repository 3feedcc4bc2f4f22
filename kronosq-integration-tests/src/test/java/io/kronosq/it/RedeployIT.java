package io.kronosq.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.it.redeploy.Work;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** Undeploying gives back all that was taken, and loses no task. */
@ArquillianTest
class RedeployIT {
  private static final int TIMES = 10;
  private static final Receipts RECEIPTS = Receipts.open();

  @ArquillianResource private Deployer deployer;

  @Deployment(name = "empty", managed = false, testable = false)
  static WebArchive empty() {
    return ShrinkWrap.create(WebArchive.class, "empty.war")
        .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml");
  }

  @Deployment(name = "redeploy", managed = false, testable = false)
  static WebArchive redeploy() {
    return Wars.withLibrary(
            "redeploy", Map.of("it.receipts.port", Integer.toString(RECEIPTS.port())))
        .addPackage(Work.class.getPackage());
  }

  @Test
  void tenRedeploymentsLeaveNothing() throws Exception {
    try (LibertyServer server = LibertyServer.connect()) {
      for (int i = 0; i < TIMES; i++) {
        deployer.deploy("empty");
        deployer.undeploy("empty");
      }
      print(server, "empty");
      for (int i = 0; i < TIMES; i++) {
        deployer.deploy("redeploy");
        String name = "task-" + i;
        assertThat(server.get("/redeploy/enqueue?name=" + name).statusCode()).isEqualTo(200);
        RECEIPTS.await(Set.of(name, name + "-ejb"), 30);
        deployer.undeploy("redeploy");
        print(server, "redeploy " + i);
      }
      RECEIPTS.await(Set.of("observed", "observed-async"), 10);
      System.out.println("REDEPLOY " + RECEIPTS.counts());
      System.out.println("REDEPLOY " + new TreeSet<>(server.threadNames()));
      assertThat(server.threadNames()).noneMatch(RedeployIT::isOurs);
      assertThat(SharedRedis.libraryConnections()).isZero();
    }
  }

  private static void print(LibertyServer server, String what) throws Exception {
    String histogram = server.histogram();
    System.out.println(
        "REDEPLOY "
            + what
            + " loaders="
            + LibertyServer.instances(
                histogram, "com.ibm.ws.classloading.internal.AppClassLoader")
            + " ext="
            + LibertyServer.instances(histogram, "io.kronosq.cdi.runtime.KronosExtension")
            + " fast="
            + LibertyServer.instances(histogram, "io.netty.util.internal.InternalThreadLocalMap")
            + " threads="
            + server.threadNames().size()
            + " all "
            + histogram.lines().filter(l -> l.contains("ClassLoader")).map(String::strip).toList());
  }

  private static boolean isOurs(String thread) {
    return List.of("kronosq", "lettuce", "netty", "nioEventLoop", "boundedElastic", "parallel-")
        .stream()
        .anyMatch(thread::startsWith);
  }
}
