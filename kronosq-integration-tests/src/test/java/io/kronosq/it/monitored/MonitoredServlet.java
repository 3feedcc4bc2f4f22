package io.kronosq.it.monitored;

import io.kronosq.KronosClient;
import io.kronosq.cdi.runtime.KronosLifecycle;
import io.kronosq.task.DuplicateTaskException;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Enqueues tasks of the application, lets its handlers go on, and has it drain. */
@WebServlet({"/enqueue", "/open", "/drain"})
public class MonitoredServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject private transient KronosClient client;
  @Inject private transient MonitoredHandlers handlers;
  @Inject private transient KronosLifecycle lifecycle;
  @Resource private transient ManagedExecutorService executor;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    switch (request.getServletPath()) {
      case "/enqueue" -> response.getWriter().print(enqueue(request));
      case "/open" -> handlers.open();
      default -> executor.execute(lifecycle::drain);
    }
  }

  private String enqueue(HttpServletRequest request) {
    List<EnqueueOption> options = new ArrayList<>();
    if (request.getParameter("id") != null) {
      options.add(EnqueueOption.taskId(request.getParameter("id")));
    }
    if (request.getParameter("queue") != null) {
      options.add(EnqueueOption.queue(request.getParameter("queue")));
    }
    Task task = Task.of(request.getParameter("type"), new byte[0]);
    try {
      return client.enqueue(task, options.toArray(EnqueueOption[]::new)).id();
    } catch (DuplicateTaskException e) {
      return "duplicate";
    }
  }
}
