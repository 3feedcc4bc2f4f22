package io.kronosq.store;

/**
 * How tasks of a dead server are taken back.
 *
 * @param maxCrashes a task whose server died this often is archived as poison, 1 or more
 * @param historyLimit attempts kept in a task's log, 1 or more
 * @param archive the archive's limits
 */
public record RecoveryPolicy(int maxCrashes, int historyLimit, ArchiveLimits archive) {}
