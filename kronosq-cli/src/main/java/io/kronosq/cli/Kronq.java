package io.kronosq.cli;

import io.kronosq.store.StoreException;
import io.kronosq.task.DuplicateTaskException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.LogManager;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: looks at queues and tasks, and steers them. */
@Command(
    name = "kronq",
    description = "Looks at queues and tasks of Kronosq, and steers them.",
    mixinStandardHelpOptions = true,
    versionProvider = Kronq.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed",
      "2:the command line or the configuration is wrong",
      "3:not found",
      "4:refused, because of what is there",
      "5:Redis is not reached",
      "6:the doctor warns",
      "7:the doctor found something critical",
      "130:interrupted by Ctrl-C"
    })
public final class Kronq {
  /** Made only when they are meant: to read the options of all of them takes longer than a call. */
  private static final Map<String, Supplier<Object>> COMMANDS = commands();

  /** Events for the JDK's flight recorder are of no use here, and their classes take time. */
  private static final List<String> NO_FLIGHT_RECORDING =
      List.of("io.lettuce.core.jfr", "io.netty.jfr.enabled");

  private final Map<String, String> environment;

  private Kronq(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * Runs a command and ends the process with its exit code.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    // Without a binding of SLF4J the Redis client logs to the terminal by itself.
    LogManager.getLogManager().reset();
    NO_FLIGHT_RECORDING.forEach(name -> System.getProperties().putIfAbsent(name, "false"));
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(System.getenv(), out, err, arguments));
  }

  /**
   * Runs a command.
   *
   * @param environment environment variables
   * @param out for answers
   * @param err for messages
   * @param arguments the command line
   * @return the exit code
   */
  static int run(
      Map<String, String> environment, PrintWriter out, PrintWriter err, String... arguments) {
    return commandLine(environment, arguments).setOut(out).setErr(err).execute(arguments);
  }

  /**
   * Knows the command that arguments begin with, or all of them.
   *
   * @param environment environment variables
   * @param arguments the command line
   */
  static CommandLine commandLine(Map<String, String> environment, String... arguments) {
    CommandLine line = new CommandLine(new Kronq(environment));
    String first = arguments.length == 0 ? "" : arguments[0];
    if (COMMANDS.containsKey(first)) {
      line.addSubcommand(first, COMMANDS.get(first).get());
    } else {
      COMMANDS.forEach((name, command) -> line.addSubcommand(name, command.get()));
    }
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Duration.class, new DurationConverter())
        .setExecutionExceptionHandler((failure, failed, result) -> told(failure, failed.getErr()));
  }

  private static Map<String, Supplier<Object>> commands() {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("queue", QueueCommands::new);
    commands.put("task", TaskCommands::new);
    commands.put("server", ServerCommands::new);
    commands.put("schedule", ScheduleCommands::new);
    commands.put("job", JobCommands::new);
    commands.put("stats", StatsCommand::new);
    commands.put("doctor", DoctorCommand::new);
    commands.put("dash", DashCommand::new);
    commands.put("completion", CompletionCommand::new);
    return commands;
  }

  static Map<String, String> environment(CommandLine line) {
    CommandLine top = line;
    for (CommandLine parent = line.getParent(); parent != null; parent = parent.getParent()) {
      top = parent;
    }
    return ((Kronq) top.getCommand()).environment;
  }

  private static int told(Exception failure, PrintWriter err) {
    err.println("kronq: " + Text.safe(String.valueOf(failure.getMessage())));
    return code(failure);
  }

  private static int code(Exception failure) {
    if (failure instanceof RefusedException refused) {
      return refused.code();
    }
    if (failure instanceof StoreException store) {
      return switch (store.kind()) {
        case NOT_CONNECTED, UNANSWERED -> ExitCode.UNREACHABLE;
        default -> ExitCode.FAILED;
      };
    }
    if (failure instanceof IllegalArgumentException) {
      return ExitCode.USAGE;
    }
    return failure instanceof IllegalStateException || failure instanceof DuplicateTaskException
        ? ExitCode.REFUSED
        : ExitCode.FAILED;
  }

  /** Tells the version of the jar. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      @Nullable String version = Kronq.class.getPackage().getImplementationVersion();
      return new String[] {"kronq " + (version == null ? "(not from its jar)" : version)};
    }
  }
}
