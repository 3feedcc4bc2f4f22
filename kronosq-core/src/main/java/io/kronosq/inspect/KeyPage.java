package io.kronosq.inspect;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of limit keys that have pending or active tasks.
 *
 * @param keys by name; while the partitions of a queue change, a key may be told for more than one
 * @param next where the next page begins; null when this is the last one
 */
public record KeyPage(List<KeyInfo> keys, @Nullable String next) {}
