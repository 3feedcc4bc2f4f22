package io.kronosq.it.callers;

import io.kronosq.KronosClient;
import io.kronosq.task.EnqueueOption;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.HttpConstraint;
import jakarta.servlet.annotation.ServletSecurity;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;

/** Has a task done for who is logged in, and answers its id. */
@WebServlet("/orders")
@ServletSecurity(@HttpConstraint(rolesAllowed = "operator"))
public class OrderServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject private transient KronosClient client;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response
        .getWriter()
        .print(client.enqueue("order", "", EnqueueOption.retention(Duration.ofHours(1))).id());
  }
}
