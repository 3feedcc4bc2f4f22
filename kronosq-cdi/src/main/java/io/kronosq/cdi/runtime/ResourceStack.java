package io.kronosq.cdi.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what was opened, the last first, whatever fails in between. */
final class ResourceStack implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ResourceStack.class);

  // Guarded by this.
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  /** Takes over a resource. */
  synchronized <T extends AutoCloseable> T push(T resource) {
    opened.push(resource);
    return resource;
  }

  @Override
  public void close() {
    for (AutoCloseable resource = pop(); resource != null; resource = pop()) {
      try {
        resource.close();
      } catch (Exception | LinkageError e) {
        LOG.warn("Could not close {}", resource, e);
      }
    }
  }

  private synchronized @Nullable AutoCloseable pop() {
    return opened.poll();
  }
}
