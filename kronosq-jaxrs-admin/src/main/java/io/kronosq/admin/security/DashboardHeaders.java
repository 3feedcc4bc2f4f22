package io.kronosq.admin.security;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Keeps the dashboard's files out of frames, and browsers from running or loading anything else
 * beside them. What the application says for its own pages stays: this is for {@code /kronosq/}
 * only, unless a {@code web.xml} maps the filter of this name elsewhere.
 *
 * <p>Answers of the admin resources have {@link AnswerHeaders} of their own.
 */
@WebFilter(filterName = DashboardHeaders.NAME, urlPatterns = "/kronosq/*", asyncSupported = true)
public final class DashboardHeaders implements Filter {
  /** The filter's name. */
  public static final String NAME = "kronosq-dashboard-headers";

  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
          + "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; "
          + "frame-ancestors 'none'";

  private static final String FOLDER = "/kronosq";
  private static final String API = "/api/";

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request instanceof HttpServletRequest asked
        && response instanceof HttpServletResponse answer) {
      String path = asked.getRequestURI().substring(asked.getContextPath().length());
      if (path.equals(FOLDER)) {
        redirectToFolder(answer);
        return;
      }
      if (!path.contains(API)) {
        tell(answer);
      }
    }
    chain.doFilter(request, response);
  }

  /** Relative, so that it is right behind any prefix of a reverse proxy. */
  private static void redirectToFolder(HttpServletResponse answer) {
    answer.setStatus(HttpServletResponse.SC_FOUND);
    answer.setHeader("Location", FOLDER.substring(1) + "/");
  }

  private static void tell(HttpServletResponse answer) {
    // Added: the policy of the application, if there is one, holds, too.
    answer.addHeader("Content-Security-Policy", POLICY);
    answer.setHeader("X-Content-Type-Options", "nosniff");
    answer.setHeader("X-Frame-Options", "DENY");
    answer.setHeader("Referrer-Policy", "same-origin");
    answer.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    answer.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    // Browsers ask whether a file has changed: a redeployment is seen at once.
    answer.setHeader("Cache-Control", "no-cache");
  }
}
