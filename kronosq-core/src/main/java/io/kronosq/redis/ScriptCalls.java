package io.kronosq.redis;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Runs scripts somewhere; Redis that doesn't know one is taught it. */
interface ScriptCalls {
  /** Runs a script that returns a list. */
  CompletableFuture<List<Object>> run(Script script, byte[][] keys, byte[][] args);

  /** Runs a script that returns a number. */
  CompletableFuture<Long> count(Script script, byte[][] keys, byte[][] args);
}
