package io.kronosq.embedded;

import java.nio.file.Path;

/**
 * The folder that one redis-server runs in. Closing it lets go of it once that server has ended.
 */
interface WorkFolder extends AutoCloseable {

  Path path();

  /** Notes which process runs here, so that a later start can end one that was left behind. */
  void record(ProcessHandle server);

  @Override
  void close();
}
