package io.kronosq.redis;

import io.kronosq.redis.Keys.QueueKeys;
import io.kronosq.store.NewNotes;
import io.kronosq.store.NewNotes.Progress;
import io.kronosq.store.NotesCodec;
import io.kronosq.task.TaskNotes;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Stores what handlers tell of their tasks. */
final class NoteCommands {
  private static final byte[] NOTHING = {};

  private final RedisCalls calls;
  private final Keys keys;

  NoteCommands(RedisCalls calls, Keys keys) {
    this.calls = calls;
    this.keys = keys;
  }

  CompletableFuture<Set<String>> note(String queue, String server, List<NewNotes> notes) {
    QueueKeys q = keys.queue(queue);
    Args args = new Args(1 + 5 * notes.size()).add(TaskNotes.MAX_LINES);
    for (NewNotes note : notes) {
      Progress progress = note.progress();
      byte[] checkpoint = note.checkpoint();
      args.add(note.id())
          .add(progress == null ? "" : Double.toString(progress.fraction()))
          .add(progress == null ? "" : progress.message())
          .add(note.lines().isEmpty() ? NOTHING : NotesCodec.encodeLines(note.lines()))
          .add(checkpoint == null ? NOTHING : marked(checkpoint));
    }
    return calls
        .run(Script.NOTE, Args.of(q.active(server), q.notes), args.toArray())
        .thenApply(Args::texts);
  }

  /** An empty checkpoint is one, too. */
  private static byte[] marked(byte[] checkpoint) {
    byte[] marked = new byte[1 + checkpoint.length];
    marked[0] = '=';
    System.arraycopy(checkpoint, 0, marked, 1, checkpoint.length);
    return marked;
  }
}
