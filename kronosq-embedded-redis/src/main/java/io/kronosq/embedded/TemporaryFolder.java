package io.kronosq.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder of one start of an in-memory server; gone when closed. */
record TemporaryFolder(Path path) implements WorkFolder {

  static TemporaryFolder create() {
    try {
      return new TemporaryFolder(Files.createTempDirectory("kronosq-redis"));
    } catch (IOException e) {
      throw new EmbeddedRedisException(
          "Cannot create a folder in java.io.tmpdir=" + System.getProperty("java.io.tmpdir"), e);
    }
  }

  @Override
  public void record(ProcessHandle server) {
    // Nobody starts here again.
  }

  @Override
  public void close() {
    try (Stream<Path> found = Files.walk(path)) {
      List<Path> deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new EmbeddedRedisException("Cannot delete the temporary folder " + path, e);
    }
  }
}
