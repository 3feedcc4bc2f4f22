package io.kronosq.it;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import io.kronosq.it.plain.PlainBean;
import io.kronosq.it.redeploy.Work;
import io.kronosq.task.Task;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
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

  /**
   * Class loaders that are not the library's to give back: the JDK keeps the class of the last
   * record whose methods it made, and the server its last application.
   */
  private static final long KEPT_BY_OTHERS = 2;

  private static final Receipts RECEIPTS = Receipts.open();

  @ArquillianResource private Deployer deployer;

  @Deployment(name = "empty", managed = false, testable = false)
  static WebArchive empty() {
    return ShrinkWrap.create(WebArchive.class, "empty.war")
        .addPackage(PlainBean.class.getPackage())
        .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml");
  }

  @Deployment(name = "redeploy", managed = false, testable = false)
  static WebArchive redeploy() {
    return Wars.withLibrary(
            "redeploy", Map.of("it.receipts.port", Integer.toString(RECEIPTS.port())))
        .addPackage(Work.class.getPackage());
  }

  @Test
  void tenTimesLeaveNoThreadNoConnectionAndNoClassLoader() throws Exception {
    try (AppServer server = AppServer.connect()) {
      for (int i = 0; i < TIMES; i++) {
        deployer.deploy("empty");
        if (i == 0) {
          assertThat(server.applicationClassLoaders()).as("they can be counted").isPositive();
        }
        deployer.undeploy("empty");
      }
      long withoutLibrary = server.awaitApplicationClassLoaders(KEPT_BY_OTHERS);
      for (int i = 0; i < TIMES; i++) {
        deployer.deploy("redeploy");
        String name = "task-" + i;
        assertThat(server.get("/redeploy/enqueue?name=" + name).body()).isEqualTo("enqueued");
        RECEIPTS.await(Set.of(name, name + "-ejb"), 30);
        deployer.undeploy("redeploy");
        assertThat(server.threadNames()).noneMatch(RedeployIT::isOfTheLibrary);
        assertThat(SharedRedis.libraryConnections()).isZero();
      }
      assertThat(RECEIPTS.counts()).containsKeys("observed", "observed-async");
      long allowed = Math.max(withoutLibrary, KEPT_BY_OTHERS);
      assertThat(server.awaitApplicationClassLoaders(allowed)).isLessThanOrEqualTo(allowed);
    }
  }

  @Test
  void underLoadEveryTaskIsProcessed() throws Exception {
    int redeployments = 3;
    int batch = 2_000 / (2 * redeployments + 1) + 1;
    Set<String> names = new HashSet<>();
    try (KronosClient client =
            KronosClient.builder(SharedRedis.config("redeploy")).codec(new WorkCodec()).build();
        Inspector inspector = Inspector.open(SharedRedis.config("redeploy"))) {
      deployer.deploy("redeploy");
      for (int i = 0; i < redeployments; i++) {
        names.addAll(enqueue(client, "running-" + i, batch));
        deployer.undeploy("redeploy");
        assertThat(inspector.queue("default").active()).isZero();
        names.addAll(enqueue(client, "stopped-" + i, batch));
        deployer.deploy("redeploy");
      }
      names.addAll(enqueue(client, "last", batch));
      RECEIPTS.await(names, 60);
      deployer.undeploy("redeploy");
      assertThat(names).hasSizeGreaterThanOrEqualTo(2_000);
      assertThat(inspector.queue("default").size()).isZero();
      Map<String, Integer> counts = RECEIPTS.counts();
      assertThat(names.stream().filter(name -> counts.get(name) > 1)).isEmpty();
    }
  }

  private static Set<String> enqueue(KronosClient client, String prefix, int count) {
    List<Work> works =
        IntStream.range(0, count).mapToObj(i -> new Work(prefix + "-" + i, 20)).toList();
    client.enqueueAll(works.stream().map(work -> Task.of("redeploy:slow", work)).toList());
    return works.stream().map(Work::name).collect(toSet());
  }

  private static boolean isOfTheLibrary(String thread) {
    return List.of("kronosq-", "lettuce-", "nioEventLoop", "redis-", "boundedElastic-", "parallel-")
        .stream()
        .anyMatch(thread::startsWith);
  }
}
