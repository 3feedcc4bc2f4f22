package io.kronosq.diagnose;

/** How urgent something is. */
public enum Severity {
  /** Good to know. */
  INFO,
  /** To be looked at soon. */
  WARNING,
  /** Tasks are lost, refused or not processed, or are about to be. */
  CRITICAL
}
