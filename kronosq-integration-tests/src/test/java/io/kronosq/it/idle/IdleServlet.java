package io.kronosq.it.idle;

import io.kronosq.KronosClient;
import io.kronosq.cdi.runtime.KronosLifecycle;
import io.kronosq.task.KronosException;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Tells whether workers run, and enqueues. */
@WebServlet({"/workers", "/enqueue"})
public class IdleServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject private transient KronosLifecycle lifecycle;
  @Inject private transient KronosClient client;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response
        .getWriter()
        .print(
            request.getServletPath().equals("/workers")
                ? lifecycle.status().map(status -> status.state().name()).orElse("none")
                : enqueue());
  }

  private String enqueue() {
    try {
      return client.enqueue("idle:task", "text").queue();
    } catch (KronosException e) {
      return e.getMessage();
    }
  }
}
