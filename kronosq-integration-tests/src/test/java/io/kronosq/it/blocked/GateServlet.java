package io.kronosq.it.blocked;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Tells of the gate, and opens it. */
@WebServlet({"/crowded", "/ping", "/open"})
public class GateServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject private transient Gate gate;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.getWriter().print(answer(request.getServletPath()));
  }

  private String answer(String path) throws IOException {
    try {
      return switch (path) {
        case "/crowded" -> Boolean.toString(gate.isCrowded());
        case "/open" -> {
          gate.open();
          yield "open";
        }
        default -> "pong";
      };
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
