package io.kronosq.cli;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The page of the documentation that has the help of each command. */
final class CommandPage {
  private static final String HEAD =
      """
      # The command line

      `kronq` looks at queues, tasks, servers and schedules, and steers them, from a terminal. `mvn package -pl kronosq-cli -am` makes two things of it:

      - a distribution, `kronosq-cli-…-dist.tar.gz` and `.zip`, with a script: unpack it, and put `bin` on the path. The script
        (`kronq`; `kronq.cmd` on Windows) starts Java with few compiler threads, and keeps an archive of classes in the user's cache folder
        (`$XDG_CACHE_HOME/kronq`, about 35 MB), which the first call that asks Redis makes in the background. `KRONQ_CACHE=off` makes none,
        `KRONQ_OPTS` are further options of Java;
      - one jar for everywhere else: `java -jar kronosq-cli-…-runnable.jar queue ls`. It needs nothing, and starts more slowly.

      `queue ls` takes about 0.4 s with the script, once the archive is there, and 0.8 s with the jar alone (JDK 17, two cores). Both need
      Java 17 or newer. `source <(kronq completion)` has bash and zsh complete commands and options.

      ## Where Redis is

      Flags come first, then environment variables, then the file of `--config`, all by the names that an application uses: `kronosq.redis.uri`
      is `KRONOSQ_REDIS_URI`. The file is read as the application reads it: lines of a profile (`%dev.kronosq.redis.uri`) come before others with
      `--profile dev`, or with what `MP_CONFIG_PROFILE` or `mp.config.profile` says, and `${NAME:default}` stands for another value; one that leads
      nowhere is an error that names it. Put passwords into `KRONOSQ_REDIS_PASSWORD` or the file, or use `--ask-password`: others can read command
      lines.

      | kind | by flag | by `KRONOSQ_REDIS_URI` or `kronosq.redis.uri` |
      | --- | --- | --- |
      | one server | `--redis redis://host:6379` | `redis://host:6379` |
      | Sentinel | `--sentinel host:26379,host:26380/master` | `redis-sentinel://host:26379,host:26380?master=master` |
      | Cluster | `--cluster host:7000,host:7001` | `redis-cluster://host:7000,host:7001` |
      | any of them with TLS | `--tls`, `--trust ca.pem` | `rediss`, `rediss-sentinel`, `rediss-cluster`; `kronosq.redis.trusted-certificates` |

      ## Answers

      Tables are for people. What tasks, servers and errors bring along is shown with its control characters escaped. `-o json` writes a document
      for programs: times in UTC, durations in milliseconds, what is absent left out. On a terminal tables are as wide as it is, with `…` where
      something was cut off, and what is wrong is coloured, unless `NO_COLOR` is set or `--no-color` is there; in files and pipes nothing is cut
      or coloured.

      `kronq dash` is a live view on the whole terminal: queues with their depth, latency and the last hour's throughput, what is wrong, and
      servers. `↑` `↓` or `j` `k` choose a queue, `p` has the picture stand still, `?` tells all keys, `q` ends it. While Redis is away the last
      picture stays, and the last line says why. Where output is no terminal it writes totals and queues again and again.

      Payloads, headers and results are shown only with `task get --show-payload`. The values of `password`, `token`, `secret` and the like are left
      out of them, and of errors and log lines, by the rule of [the admin resources](admin.md), `kronosq.admin.redact` included; `--show-secrets`
      shows them. What is not text, as a compressed or encrypted payload is not, is shown as Base64.

      ## Changes

      What deletes, and what is done to all tasks that a filter means, asks first; without a terminal it is refused unless `--yes` is there.
      `--dry-run` counts.

      What is done to all tasks of a state that a filter means is done in this process, in chunks, with a progress bar where a person watches.
      Ctrl-C ends it after the chunk that it is at, tells how many tasks were changed, and exits with 130; what was done is done. `--background`
      makes it a [bulk job](operations.md) instead, which a server with the admin resources works on, and which `kronq job` watches and stops.

      Each change is told in the audit log, where the dashboard shows it: by whom (`user@host` of the machine, or `--as`), what, to what, with which
      filter, and how many tasks it changed; also when it was refused. A dry run is not told.

      ## Commands

      """;

  private CommandPage() {}

  static String markdown() {
    StringBuilder page = new StringBuilder(HEAD);
    CommandLine top = Kronq.commandLine(Map.of());
    section(page, top);
    return page.toString().stripTrailing() + "\n";
  }

  private static void section(StringBuilder page, CommandLine command) {
    page.append("### ").append(command.getCommandSpec().qualifiedName()).append("\n\n```text\n");
    page.append(command.getUsageMessage(Ansi.OFF).stripTrailing().replaceAll(" +\n", "\n"));
    page.append("\n```\n\n");
    command.getSubcommands().values().forEach(sub -> section(page, sub));
  }
}
