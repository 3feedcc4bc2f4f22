package io.kronosq.bench;

import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs the BullMQ harness on the benchmark's Redis, one scenario a process. */
final class BullMq {
  private static final Map<String, String> FIGURES =
      Map.of(
          "W1", "tasks/s", "W2", "tasks/s", "W3", "tasks/s", "W4", "tasks/s", "W6", "bytes/task");

  private final Path folder;
  private final BenchRedis redis;

  private BullMq(Path folder, BenchRedis redis) {
    this.folder = folder;
    this.redis = redis;
  }

  /** Gets BullMQ from the npm registry, unless it is there already. */
  static BullMq install(Path folder, BenchRedis redis) throws IOException, InterruptedException {
    if (!Files.isDirectory(folder.resolve("node_modules"))) {
      run(folder, List.of("npm", "install", "--no-package-lock", "--no-audit", "--no-fund"));
    }
    return new BullMq(folder, redis);
  }

  Sample run(Scenario scenario) throws IOException, InterruptedException {
    String name =
        scenario.name().equals("W5D") ? "delayed" : scenario.name().toLowerCase(Locale.ROOT);
    String line =
        run(
            folder,
            List.of(
                "node",
                "bench.mjs",
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(redis.port()),
                "--scenario",
                name));
    JsonObject answer;
    try (JsonReader reader = Json.createReader(new StringReader(line))) {
      answer = reader.readObject();
    }
    Sample sample = Sample.empty();
    String figure = FIGURES.get(scenario.name());
    if (figure != null) {
      sample = sample.with(figure, number(answer, "value"));
    } else {
      sample = sample.with("p50 ms", number(answer, "p50")).with("p99 ms", number(answer, "p99"));
    }
    return answer.containsKey("redisCpuMicrosPerTask")
        ? sample.with("Redis µs/task", number(answer, "redisCpuMicrosPerTask"))
        : sample;
  }

  private static double number(JsonObject answer, String name) {
    JsonNumber number = answer.getJsonNumber(name);
    return number == null ? Double.NaN : number.doubleValue();
  }

  /** Runs a command to its end and returns the last line that it printed. */
  private static String run(Path folder, List<String> command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(new ArrayList<>(command))
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(
          "'"
              + String.join(" ", command)
              + "' ended with "
              + process.exitValue()
              + "; is Node 20 or later there?");
    }
    return output.lines().reduce((first, last) -> last).orElse("");
  }
}
