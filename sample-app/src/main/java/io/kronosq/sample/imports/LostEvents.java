package io.kronosq.sample.imports;

import io.kronosq.Inspector;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskRef;
import io.kronosq.task.TaskState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/**
 * Asks Redis about tasks that seem to be under way. Events are dropped when their listeners can't
 * keep up, so counts that must be true can't rest on them alone.
 */
@ApplicationScoped
public class LostEvents {
  private static final int TASKS_AT_A_TIME = 50;

  @Inject Inspector inspector;
  @Inject StartedTasks started;
  @Inject MailObserver observer;

  /** Counts archived tasks of which no event told. */
  void makeUpFor(ImportProgress progress) {
    if (progress.awaitsTasks()) {
      started.of(progress.id(), TASKS_AT_A_TIME).stream()
          .filter(this::isArchived)
          .forEach(observer::archived);
    }
  }

  private boolean isArchived(TaskRef task) {
    Optional<TaskInfo> found = inspector.task(task.queue(), task.id());
    // A delivered one is no longer under way, so one that is gone was archived and then removed.
    return found.isEmpty() || found.get().state() == TaskState.ARCHIVED;
  }
}
