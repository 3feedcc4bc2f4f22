package io.kronosq.event;

/** What a feed tells. */
public sealed interface FeedEvent {
  /** Where it stands in the feed; one resumes after it. */
  String id();

  /**
   * Something happened to a task, on any server.
   *
   * @param id where it stands
   * @param event what happened
   */
  record OfTask(String id, TaskEvent event) implements FeedEvent {}

  /**
   * Something happened to a server.
   *
   * @param id where it stands
   * @param event what happened
   */
  record OfServer(String id, ServerEvent event) implements FeedEvent {}

  /**
   * Before this place events are missing: they are not kept any more, or nobody watched, or a
   * server had more of them than it passes on.
   *
   * @param id where the feed goes on
   */
  record Gap(String id) implements FeedEvent {}
}
