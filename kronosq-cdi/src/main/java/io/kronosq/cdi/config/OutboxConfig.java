package io.kronosq.cdi.config;

import io.kronosq.cdi.mistake.MistakeCode;
import io.kronosq.cdi.mistake.Mistakes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The outbox.
 *
 * @param dataSource JNDI name
 * @param table the table's name
 * @param createsTable whether missing tables are created
 * @param interval how often the table is looked at
 * @param batchSize tasks that are sent together at most
 */
public record OutboxConfig(
    String dataSource, String table, boolean createsTable, Duration interval, int batchSize) {
  static @Nullable OutboxConfig read(ConfigReader reader, Mistakes mistakes) {
    String dataSource = reader.optional(ConfigKeys.OUTBOX);
    OutboxConfig read =
        new OutboxConfig(
            dataSource == null ? "" : dataSource,
            reader.required(ConfigKeys.OUTBOX_TABLE),
            reader.required(ConfigKeys.OUTBOX_CREATE_TABLE),
            reader.required(ConfigKeys.OUTBOX_INTERVAL),
            reader.required(ConfigKeys.OUTBOX_BATCH_SIZE));
    if (dataSource == null) {
      return null;
    }
    if (!reader.required(ConfigKeys.ENQUEUE_TRANSACTIONAL)) {
      mistakes.add(
          MistakeCode.OUTBOX_UNUSED,
          ConfigKeys.OUTBOX.name()
              + " is set, but "
              + ConfigKeys.ENQUEUE_TRANSACTIONAL.name()
              + "=false has every task stored at once: remove one of them");
    }
    return read;
  }
}
