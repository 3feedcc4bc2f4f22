package io.kronosq.event;

/** Why a server runs more handlers at a time, or fewer. */
public enum ScaleReason {
  /** Too many tasks wait. */
  BACKLOG,
  /** Slots were free for long. */
  IDLE,
  /** The limits were changed. */
  LIMITS
}
