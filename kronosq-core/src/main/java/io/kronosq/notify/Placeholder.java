package io.kronosq.notify;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a template can show. */
enum Placeholder {
  /** The task type. */
  TYPE,
  /** What happened, in lower case. */
  EVENT,
  /** How many events. */
  COUNT,
  /** How often, and in which time; empty for one event. */
  TIMES,
  /** The queue, or queues. */
  QUEUE,
  /** The server that tells it. */
  SERVER,
  /** The id of the first task. */
  ID,
  /** The ids of the first tasks, and how many more there are. */
  IDS,
  /** The most frequent error. */
  ERROR,
  /** All errors with their counts; empty where there is only one. */
  ERRORS,
  /** Which attempt of the first task it was. */
  ATTEMPT,
  /** How many attempts the first task has. */
  ATTEMPTS,
  /** When the first event was, UTC. */
  TIME,
  /** The payload of the first task, if payloads are included. */
  PAYLOAD,
  /** Where to look at the first task, if links are made. */
  LINK;

  String text() {
    return "{" + name().toLowerCase(Locale.ROOT) + "}";
  }

  static Optional<Placeholder> named(String name) {
    return Arrays.stream(values()).filter(p -> p.text().equals("{" + name + "}")).findFirst();
  }

  static String all() {
    return Arrays.stream(values()).map(Placeholder::text).collect(Collectors.joining(" "));
  }
}
