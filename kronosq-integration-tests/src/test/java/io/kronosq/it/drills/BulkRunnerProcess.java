package io.kronosq.it.drills;

import io.kronosq.BulkRunner;
import io.kronosq.redis.RedisConfig;
import io.kronosq.redis.RedisTaskStore;
import java.io.IOException;

/** A runner of bulk jobs in a JVM of its own. The end of its standard input halts it. */
public final class BulkRunnerProcess {
  private BulkRunnerProcess() {}

  /** Argument: URI of Redis. */
  public static void main(String[] args) throws IOException {
    BulkRunner.start(RedisTaskStore.open(RedisConfig.parse(args[0])));
    System.out.println("up");
    while (System.in.read() >= 0) {
      // Nothing is said to it.
    }
    Runtime.getRuntime().halt(0);
  }
}
