package io.kronosq.it.neighbour;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Tells of the neighbour. */
@WebServlet({"/greetings", "/visited", "/goodbye"})
public class NeighbourServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject private transient Neighbour neighbour;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    switch (request.getServletPath()) {
      case "/visited" -> awaitVisit();
      case "/goodbye" -> neighbour.sayGoodbye();
      default -> {}
    }
    response.getWriter().print(neighbour.greetings());
  }

  private void awaitVisit() throws IOException {
    try {
      neighbour.awaitVisit();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
