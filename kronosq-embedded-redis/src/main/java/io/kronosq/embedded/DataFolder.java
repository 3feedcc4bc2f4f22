package io.kronosq.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * A folder whose data outlive the server. A lock keeps it to one JVM at a time; a server that an
 * ended JVM left behind is stopped before another one may write here.
 */
final class DataFolder implements WorkFolder {
  private final Path path;
  private final FileChannel lockFile;
  private final OrphanRecord orphan;

  private DataFolder(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
    this.orphan = new OrphanRecord(path.resolve("redis.pid"));
  }

  /**
   * @throws EmbeddedRedisException if the folder cannot be written, is in use, or an earlier server
   *     in it does not end
   */
  static DataFolder open(Path path) {
    DataFolder folder = lock(create(path));
    try {
      folder.orphan.end();
    } catch (RuntimeException e) {
      folder.unlock();
      throw e;
    }
    return folder;
  }

  private static Path create(Path path) {
    try {
      if (Files.isDirectory(path)) {
        return path.toRealPath();
      }
      return Files.createDirectories(
              path,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")))
          .toRealPath();
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  private static DataFolder lock(Path path) {
    FileChannel lockFile;
    try {
      lockFile =
          FileChannel.open(
              path.resolve("kronosq.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw unusable(path, e);
    }
    DataFolder folder = new DataFolder(path, lockFile);
    if (tryLock(lockFile, folder) == null) {
      folder.unlock();
      throw new EmbeddedRedisException(
          "The folder "
              + path
              + " is in use by another embedded Redis. Stop that one, or choose another folder, as"
              + " in kronosq.redis.uri=embedded:/path/to/folder");
    }
    return folder;
  }

  private static @Nullable FileLock tryLock(FileChannel lockFile, DataFolder folder) {
    try {
      return lockFile.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    } catch (IOException e) {
      folder.unlock();
      throw unusable(folder.path, e);
    }
  }

  private static EmbeddedRedisException unusable(Path path, IOException cause) {
    return new EmbeddedRedisException(
        "Cannot use the folder "
            + path
            + " ("
            + cause
            + "). Choose one that can be written, as in"
            + " kronosq.redis.uri=embedded:/path/to/folder",
        cause);
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public void record(ProcessHandle server) {
    try {
      orphan.write(server);
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  @Override
  public void close() {
    orphan.clearIfEnded();
    unlock();
  }

  private void unlock() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new EmbeddedRedisException("Cannot unlock the folder " + path, e);
    }
  }
}
