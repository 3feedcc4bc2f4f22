package io.kronosq.it.redeploy;

import io.kronosq.KronosClient;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Enqueues on a thread that serves HTTP. */
@WebServlet("/enqueue")
public class EnqueueServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject private transient KronosClient client;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    client.enqueue("redeploy:bean", new Work(request.getParameter("name"), 0));
    response.getWriter().print("enqueued");
  }
}
