package io.kronosq.admin.task;

import io.kronosq.inspect.TaskAction;
import io.kronosq.task.PayloadContext;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskNotes;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A task by itself. */
public final class TaskView extends TaskSummary {
  private final List<TaskInfo> members;

  /**
   * @param members the tasks that a batch is made of
   */
  TaskView(TaskInfo task, List<TaskInfo> members, Shown shown) {
    super(task, shown);
    this.members = List.copyOf(members);
  }

  /** Limit of one attempt; 0 for none. */
  public long getTimeoutMs() {
    return task().timeout().toMillis();
  }

  /** No attempt may run after it. */
  public @Nullable Instant getDeadline() {
    return task().deadline();
  }

  /** How long it is kept once completed. */
  public long getRetentionMs() {
    return task().retention().toMillis();
  }

  /** What travels with it, without the values of secret names. */
  public Map<String, String> getHeaders() {
    return shown().headers(task().headers());
  }

  /** Its payload. */
  public PayloadView getPayload() {
    return task().batch()
        ? PayloadView.hidden(task().payload().length, "A batch has the payloads of its tasks")
        : shown().payload(task().payload(), PayloadContext.payload(getType()));
  }

  /** The attempts that did not succeed, the oldest first. */
  public List<AttemptView> getAttempts() {
    return AttemptView.all(task().attempts(), shown());
  }

  /** What handlers told of it. */
  public NotesView getNotes() {
    return NotesView.of(task().notes(), shown());
  }

  /** Where the next attempt goes on. */
  public @Nullable PayloadView getCheckpoint() {
    TaskNotes.Checkpoint saved = task().notes().checkpoint();
    return saved == null
        ? null
        : shown().payload(saved.bytes(), PayloadContext.checkpoint(getType(), getId()));
  }

  /** What the handler returned. */
  public @Nullable PayloadView getResult() {
    byte[] result = task().result();
    return result == null
        ? null
        : shown().payload(result, PayloadContext.result(getType(), getId()));
  }

  /** What can be done to it where it stands. */
  public List<TaskAction> getActions() {
    return Arrays.stream(TaskAction.values()).filter(each -> each.isFor(getState())).toList();
  }

  /** The tasks that a batch is made of; null for any other task. */
  public @Nullable List<Member> getBatchTasks() {
    return task().batch() ? members.stream().map(this::member).toList() : null;
  }

  private Member member(TaskInfo member) {
    return new Member(
        member.ref().id(),
        member.type(),
        member.enqueuedAt(),
        shown().payload(member.payload(), PayloadContext.payload(member.type())));
  }

  /**
   * A task of a batch.
   *
   * @param id its id
   * @param type its type
   * @param enqueuedAt when it was enqueued
   * @param payload its payload
   */
  public record Member(String id, String type, Instant enqueuedAt, PayloadView payload) {}
}
