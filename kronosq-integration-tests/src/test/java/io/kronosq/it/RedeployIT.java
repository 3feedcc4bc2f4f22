package io.kronosq.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import io.kronosq.KronosServer;
import io.kronosq.handler.TaskRouter;
import io.kronosq.it.plain.PlainBean;
import io.kronosq.it.redeploy.ReceiptSender;
import io.kronosq.it.redeploy.Work;
import io.kronosq.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** Redeploying under load loses no task, and gives back all that was taken. */
@ArquillianTest
class RedeployIT {
  /** At least five, so that one class loader kept each time is more than is allowed. */
  private static final int TIMES = Integer.getInteger("it.redeploys", 10);

  /** Tasks after which processing is under way again. */
  private static final int SOME = 20;

  /** Connections of the test's own client and inspector. */
  private static final long OURS = 2;

  /** What another server adds to the names that it tells. */
  private static final String OF_ANOTHER = "@another";

  /**
   * Class loaders that are not the library's to give back: the JDK keeps the class of the last
   * record whose methods it made, the server its last application, and an idle thread of the server
   * what it did last. So many are left of applications without the library, too; one that leaks
   * leaves ten.
   */
  private static final long KEPT_BY_OTHERS = 3;

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
    return Wars.withMonitoring(
            "redeploy", Map.of("it.receipts.port", Integer.toString(RECEIPTS.port())))
        .addPackage(Work.class.getPackage());
  }

  @Test
  void underLoadEveryTaskIsProcessedAndNothingIsLeft() throws Exception {
    try (AppServer server = AppServer.connect();
        KronosClient client = client();
        Inspector inspector = Inspector.open(SharedRedis.config("redeploy"))) {
      long withoutLibrary = classLoadersOfEmptyApplications(server);
      assertThat(inspector.queue("default").size()).isZero();
      int first = RECEIPTS.times().size();
      List<Duration> pauses = new ArrayList<>();
      Set<String> names;
      try (Producer producer = new Producer(client, "load")) {
        deployer.deploy("redeploy");
        RECEIPTS.awaitMore(SOME, 60);
        long connections = SharedRedis.libraryConnections();
        for (int i = 0; i < TIMES; i++) {
          String name = "task-" + i;
          assertThat(server.get("/redeploy/enqueue?name=" + name).body()).isEqualTo("enqueued");
          RECEIPTS.await(Set.of(name, name + "-ejb"), 60);
          long stopping = System.nanoTime();
          deployer.undeploy("redeploy");
          assertThat(inspector.queue("default").active()).isZero();
          assertThat(server.threadNames()).noneMatch(RedeployIT::isOfTheLibrary);
          assertThat(SharedRedis.libraryConnections()).isLessThan(connections).isEqualTo(OURS);
          int done = RECEIPTS.times().size();
          deployer.deploy("redeploy");
          RECEIPTS.awaitMore(SOME, 60);
          pauses.add(Duration.ofNanos(RECEIPTS.times().get(done) - stopping));
        }
        names = producer.stop();
      }
      RECEIPTS.await(names, 60);
      deployer.undeploy("redeploy");

      assertThat(inspector.queue("default").size()).isZero();
      Map<String, Integer> counts = RECEIPTS.counts();
      assertThat(counts).containsKeys("observed", "observed-async");
      assertThat(names.stream().filter(name -> counts.get(name) > 1)).isEmpty();
      Measured.tell("tasks during " + TIMES + " redeployments", names.size());
      Measured.tell("pauses in processing, from each undeployment on", pauses);
      Measured.tell("longest time without a task", longestGap(RECEIPTS.times(), first));
      // What idle threads of the server hold on to differs from time to time; one kept for each
      // redeployment would make ten more.
      long allowed = Math.max(withoutLibrary, KEPT_BY_OTHERS) + 2;
      assertThat(server.awaitApplicationClassLoaders(allowed)).isLessThanOrEqualTo(allowed);
    }
  }

  /** As with a rolling upgrade. */
  @Test
  void anotherServerGoesOnWhileOneRedeploys() throws Exception {
    ReceiptSender receipts = new ReceiptSender(RECEIPTS.port());
    TaskRouter router =
        new TaskRouter()
            .handle(
                "redeploy:slow",
                context -> receipts.send(WorkCodec.nameOf(context.payload()) + OF_ANOTHER));
    try (AppServer server = AppServer.connect();
        KronosClient client = client();
        Inspector inspector = Inspector.open(SharedRedis.config("redeploy"));
        KronosServer another =
            KronosServer.builder(SharedRedis.config("redeploy"))
                .router(router)
                .concurrency(5)
                .build()) {
      another.start();
      deployer.deploy("redeploy");
      int first = RECEIPTS.times().size();
      Set<String> names;
      try (Producer producer = new Producer(client, "rolling")) {
        for (int i = 0; i < 3; i++) {
          // Only the application knows the type, so it has worked before it goes.
          String name = "rolling-task-" + i;
          assertThat(server.get("/redeploy/enqueue?name=" + name).body()).isEqualTo("enqueued");
          RECEIPTS.await(Set.of(name, name + "-ejb"), 60);
          deployer.undeploy("redeploy");
          RECEIPTS.awaitMore(SOME, 60);
          deployer.deploy("redeploy");
        }
        names = producer.stop();
      }
      Await.until(
          "all is done", Duration.ofMinutes(1), () -> inspector.queue("default").size() == 0);
      deployer.undeploy("redeploy");
      Map<String, Integer> counts = RECEIPTS.counts();
      assertThat(names)
          .allSatisfy(
              name ->
                  assertThat(
                          counts.getOrDefault(name, 0) + counts.getOrDefault(name + OF_ANOTHER, 0))
                      .as(name)
                      .isEqualTo(1));
      assertThat(names).as("both worked").anyMatch(counts::containsKey);
      assertThat(names).anyMatch(name -> counts.containsKey(name + OF_ANOTHER));
      Measured.tell(
          "longest time without a task while another server serves, too",
          longestGap(RECEIPTS.times(), first));
    }
  }

  private long classLoadersOfEmptyApplications(AppServer server) throws Exception {
    for (int i = 0; i < TIMES; i++) {
      deployer.deploy("empty");
      if (i == 0) {
        assertThat(server.applicationClassLoaders()).as("they can be counted").isPositive();
      }
      deployer.undeploy("empty");
    }
    return server.awaitApplicationClassLoaders(KEPT_BY_OTHERS);
  }

  private static KronosClient client() {
    return KronosClient.builder(SharedRedis.config("redeploy")).codec(new WorkCodec()).build();
  }

  private static Duration longestGap(List<Long> times, int from) {
    long longest = 0;
    for (int i = from + 1; i < times.size(); i++) {
      longest = Math.max(longest, times.get(i) - times.get(i - 1));
    }
    return Duration.ofNanos(longest);
  }

  private static boolean isOfTheLibrary(String thread) {
    return List.of("kronosq-", "lettuce-", "nioEventLoop", "redis-", "boundedElastic-", "parallel-")
        .stream()
        .anyMatch(thread::startsWith);
  }
}
