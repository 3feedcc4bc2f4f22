package io.kronosq.docs;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A fenced block of a page.
 *
 * @param page where it stands
 * @param line of its text in the page, from 1
 * @param language what it is marked as, such as {@code java}; empty where it isn't
 * @param file the file that the paragraph right before it begins with, or null
 * @param text what it holds, with its last line break
 */
public record CodeBlock(Path page, int line, String language, @Nullable String file, String text) {
  /** Where it stands, for messages. */
  public String place() {
    return page.getFileName() + ":" + line;
  }
}
