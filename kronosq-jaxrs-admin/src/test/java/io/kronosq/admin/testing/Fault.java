package io.kronosq.admin.testing;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A way in which a request can be wrong, so that it must be refused, or, where it reads only, may
 * be answered.
 *
 * @param name tells it
 * @param suits the operations that it can be made of
 * @param making makes a wrong request of a sound one
 * @param answers the statuses that are right for it; 0 where the server may hang up
 */
record Fault(
    String name, Predicate<DocumentedOperation> suits, Making making, Set<Integer> answers) {
  /** What servers answer to what is no HTTP, or too long, before any resource sees it. */
  static final Set<Integer> OF_SERVERS = Set.of(0, 400, 404, 405, 413, 414, 431);

  /** Makes a wrong request of a sound one. */
  @FunctionalInterface
  interface Making {
    WireRequest of(WireRequest sound, DocumentedOperation operation, Random random);
  }

  /** A fault that is always refused. */
  static Fault of(
      String name, Predicate<DocumentedOperation> suits, Making making, Integer... answers) {
    return new Fault(name, suits, making, Set.of(answers));
  }

  /** The same, which servers may refuse before any resource sees it. */
  Fault orByServer() {
    Set<Integer> more = new TreeSet<>(answers);
    more.addAll(OF_SERVERS);
    return new Fault(name, suits, making, more);
  }

  /** Whether a status is right: one that is documented, or a server's. */
  boolean allows(int status, DocumentedOperation operation) {
    return answers.contains(status)
        && (operation.statuses().contains(status) || OF_SERVERS.contains(status) || status == 405);
  }

  static <T> T one(List<T> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }
}
