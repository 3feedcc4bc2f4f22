package io.kronosq.inspect;

/**
 * How far an action on many tasks has come.
 *
 * @param total tasks that there were to look at when it began
 * @param scanned tasks looked at
 * @param matched tasks that the filter means
 * @param changed tasks to which it was done
 * @param refused tasks that had gone elsewhere before it could be done
 * @param cancelled whether it was cancelled before its end
 */
public record BulkProgress(
    long total, long scanned, long matched, long changed, long refused, boolean cancelled) {}
