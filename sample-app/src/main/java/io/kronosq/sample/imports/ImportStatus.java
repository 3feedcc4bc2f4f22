package io.kronosq.sample.imports;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An import at one moment. A row counts once, however often its task ran.
 *
 * @param id the import's id
 * @param state where it stands
 * @param rowsRead rows read so far, without the header and blank lines
 * @param enqueued rows whose task is known to be stored
 * @param rejected rows without a task
 * @param delivered rows whose mail the SMTP server took
 * @param failed rows whose task was archived
 * @param pending rows whose task has not ended: {@code enqueued - delivered - failed}
 * @param startedAt when reading began
 * @param finishedAt when the last task ended or reading stopped; null before
 * @param abortedBecause why reading stopped; null unless ABORTED
 * @param rejections the first rejected rows; {@code rejected} counts all
 */
public record ImportStatus(
    String id,
    ImportState state,
    int rowsRead,
    int enqueued,
    int rejected,
    int delivered,
    int failed,
    int pending,
    Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable String abortedBecause,
    List<RejectedRow> rejections) {}
