package io.kronosq.store;

import io.kronosq.task.PayloadException;
import io.kronosq.task.TaskNotes;
import io.kronosq.task.TaskNotes.Checkpoint;
import io.kronosq.task.TaskNotes.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;

/**
 * The stored format of notes, which the script that stores them writes: a MessagePack array {@code
 * [fraction, message, at, [line, …]]} of strings, empty before any progress was told; and a
 * checkpoint apart from it, its time in ms and a colon before its bytes.
 */
public final class NotesCodec {
  private NotesCodec() {}

  /**
   * Writes lines for the script to add.
   *
   * @param lines not null
   */
  public static byte[] encodeLines(List<String> lines) {
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      packer.packArrayHeader(lines.size());
      for (String line : lines) {
        packer.packString(line);
      }
      return packer.toByteArray();
    } catch (IOException e) {
      throw new PayloadException("Lines of a log can't be written", e);
    }
  }

  /**
   * Reads the notes of a task.
   *
   * @param told progress and log; null when there are none
   * @param checkpoint null when there is none
   * @throws PayloadException when they are something else
   */
  public static TaskNotes decode(byte @Nullable [] told, byte @Nullable [] checkpoint) {
    if (told == null && checkpoint == null) {
      return TaskNotes.NONE;
    }
    Checkpoint saved = checkpoint == null ? null : decodeCheckpoint(checkpoint);
    if (told == null) {
      return new TaskNotes(null, List.of(), saved);
    }
    try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(told)) {
      unpacker.unpackArrayHeader();
      String fraction = unpacker.unpackString();
      String message = unpacker.unpackString();
      String at = unpacker.unpackString();
      List<String> lines = new ArrayList<>();
      for (int left = unpacker.unpackArrayHeader(); left > 0; left--) {
        lines.add(unpacker.unpackString());
      }
      Progress progress =
          fraction.isEmpty()
              ? null
              : new Progress(
                  Double.parseDouble(fraction), message, Instant.ofEpochMilli(Long.parseLong(at)));
      return new TaskNotes(progress, lines, saved);
    } catch (IOException | MessagePackException | NumberFormatException e) {
      throw new PayloadException("Stored notes are not ours (" + told.length + " bytes)", e);
    }
  }

  /**
   * Reads a checkpoint.
   *
   * @param stored as the script wrote it
   * @throws PayloadException when it is something else
   */
  public static Checkpoint decodeCheckpoint(byte[] stored) {
    int colon = 0;
    while (colon < stored.length && stored[colon] != ':') {
      colon++;
    }
    try {
      long at = Long.parseLong(new String(stored, 0, colon, StandardCharsets.ISO_8859_1));
      return new Checkpoint(
          Arrays.copyOfRange(stored, colon + 1, stored.length), Instant.ofEpochMilli(at));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new PayloadException(
          "A stored checkpoint is not ours (" + stored.length + " bytes)", e);
    }
  }
}
