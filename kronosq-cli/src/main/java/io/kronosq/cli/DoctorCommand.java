package io.kronosq.cli;

import io.kronosq.diagnose.Diagnosis;
import io.kronosq.diagnose.Finding;
import io.kronosq.diagnose.FindingCode;
import io.kronosq.diagnose.Severity;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.store.TaskStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Looks for what is wrong, and says the remedy. */
@Command(
    name = "doctor",
    description = {
      "Checks Redis, queues, servers, tasks and schedules, and says what to do.",
      "Exits with 7 when something is critical, with 6 when there is a warning, and with 5 when"
          + " Redis is not reached."
    },
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  @Mixin private final Session session = new Session();

  @Override
  public Integer call() {
    try (TaskStore store = RedisTaskStore.open(session.redis())) {
      List<Finding> findings = Diagnosis.of(store).findings();
      if (session.isJson()) {
        session.rows(findings.stream().map(DoctorCommand::row).toList());
      } else if (findings.isEmpty()) {
        session.done("Nothing is wrong");
      } else {
        findings.forEach(this::tell);
      }
      return code(findings);
    }
  }

  private void tell(Finding finding) {
    String severity = session.look().judged(finding.severity().toString());
    session.out().println(severity + " " + finding.code());
    session.out().println("  " + Text.safe(finding.message()));
    session.out().println("  " + Text.safe(finding.remedy()));
  }

  private static int code(List<Finding> findings) {
    if (findings.stream().anyMatch(finding -> finding.code() == FindingCode.REDIS_UNREACHABLE)) {
      return ExitCode.UNREACHABLE;
    }
    if (findings.stream().anyMatch(finding -> finding.severity() == Severity.CRITICAL)) {
      return ExitCode.CRITICAL;
    }
    return findings.stream().anyMatch(finding -> finding.severity() == Severity.WARNING)
        ? ExitCode.WARNING
        : ExitCode.OK;
  }

  private static Map<String, @Nullable Object> row(Finding finding) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("code", finding.code());
    row.put("severity", finding.severity());
    row.put("subjectKind", finding.subjectKind());
    row.put("subject", finding.subject());
    row.put("message", finding.message());
    row.put("remedy", finding.remedy());
    row.put("data", new TreeMap<>(finding.data()));
    return row;
  }
}
