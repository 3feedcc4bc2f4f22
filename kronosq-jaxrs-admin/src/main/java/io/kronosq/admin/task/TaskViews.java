package io.kronosq.admin.task;

import io.kronosq.Inspector;
import io.kronosq.inspect.TaskPage;
import io.kronosq.task.PayloadException;
import io.kronosq.task.TaskInfo;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Shows tasks. */
@ApplicationScoped
public class TaskViews {
  @Inject private Inspector inspector;
  @Inject private Shown shown;

  TaskList list(TaskPage page) {
    return new TaskList(
        page.tasks().stream().map(task -> new TaskSummary(task, shown)).toList(),
        page.next(),
        page.scanned());
  }

  TaskView view(TaskInfo task) {
    return new TaskView(task, members(task), shown);
  }

  private List<TaskInfo> members(TaskInfo task) {
    if (!task.batch()) {
      return List.of();
    }
    try {
      return inspector.batch(task);
    } catch (PayloadException e) {
      // A damaged batch is shown without its tasks.
      return List.of();
    }
  }
}
