package io.kronosq.cdi.config;

/** Which threads handlers are to run on. */
public enum ThreadKind {
  /**
   * Virtual ones where the server makes such, and Java does not pin them; else platform threads.
   */
  AUTO,
  /** Virtual ones where the server makes such; else platform threads, with a warning. */
  VIRTUAL,
  /** Platform threads. */
  PLATFORM
}
