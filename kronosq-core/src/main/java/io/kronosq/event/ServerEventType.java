package io.kronosq.event;

/** What happened to a server. */
public enum ServerEventType {
  /** The number of handlers that it may run at a time was changed. */
  SCALED
}
