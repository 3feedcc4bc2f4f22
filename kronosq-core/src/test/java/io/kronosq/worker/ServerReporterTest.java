package io.kronosq.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.inspect.Concurrency;
import io.kronosq.inspect.ServerControl;
import io.kronosq.inspect.ServerReport;
import io.kronosq.store.ReportStore;
import io.kronosq.testing.ManualLoop;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ServerReporterTest {
  private static final Duration INTERVAL = Duration.ofSeconds(3);

  private final ManualLoop loop = new ManualLoop();
  private final List<ServerReport> told = new ArrayList<>();
  private ServerControl wanted = ServerControl.NONE;

  private final ReportStore store =
      (ReportStore)
          Proxy.newProxyInstance(
              ReportStore.class.getClassLoader(),
              new Class<?>[] {ReportStore.class},
              (proxy, method, arguments) -> {
                assertThat(method.getName()).isEqualTo("report");
                told.add((ServerReport) arguments[0]);
                return CompletableFuture.completedFuture(wanted);
              });

  private final class Obedient implements ServerReporter.Source {
    private ServerControl obeyed = ServerControl.NONE;

    @Override
    public ServerReport report() {
      return new ServerReport(
          "id",
          "name",
          "host",
          1,
          "1",
          loop.now(),
          obeyed.quiet(),
          new Concurrency(0, 1, 1, 1),
          Map.of(),
          Map.of(),
          List.of(),
          List.of());
    }

    @Override
    public Instant now() {
      return loop.now();
    }

    @Override
    public boolean obey(ServerControl control) {
      boolean other = !control.equals(obeyed);
      obeyed = control;
      return other;
    }
  }

  @Test
  void thatItObeysIsToldAtOnceAndOnce() {
    new ServerReporter(store, loop, INTERVAL, new Obedient(), new OutcomeCounts()).start();
    loop.advance(INTERVAL);
    assertThat(told).extracting(ServerReport::quiet).containsExactly(false, false);
    wanted = new ServerControl(true, false, null);
    loop.advance(INTERVAL);
    assertThat(told).extracting(ServerReport::quiet).containsExactly(false, false, false, true);
    loop.advance(INTERVAL);
    assertThat(told).hasSize(5).last().extracting(ServerReport::quiet).isEqualTo(true);
  }
}
