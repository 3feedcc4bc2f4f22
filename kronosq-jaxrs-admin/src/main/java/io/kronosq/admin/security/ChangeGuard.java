package io.kronosq.admin.security;

import io.kronosq.admin.problem.Problem;
import io.kronosq.admin.problem.ProblemKind;
import io.kronosq.cdi.config.AdminConfig;
import io.kronosq.cdi.runtime.KronosExtension;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses changes that another site's page may have caused: browsers add credentials to those, but
 * no header of ours, unless the page is our own.
 */
@ApplicationScoped
public class ChangeGuard {
  /** A header that changes must have, with any value. */
  public static final String HEADER = "X-Kronosq-Request";

  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
  private static final String FETCH_SITE = "Sec-Fetch-Site";

  @Inject private KronosExtension extension;

  /**
   * Whether a method changes something.
   *
   * @param method of HTTP
   */
  public static boolean isChange(String method) {
    return !SAFE.contains(method);
  }

  /**
   * Looks at a request.
   *
   * @param request not null
   * @return what is in the way; null for nothing
   */
  @Nullable Problem check(ContainerRequestContext request) {
    if (!isChange(request.getMethod())) {
      return null;
    }
    AdminConfig config = extension.deployment().config().admin();
    String header = request.getHeaderString(HEADER);
    if (header == null || header.isBlank()) {
      return ProblemKind.CROSS_SITE.problem(
          "The header " + HEADER + " is missing", HEADER, "Send " + HEADER + ": 1");
    }
    String site = request.getHeaderString(FETCH_SITE);
    if (site != null && !site.equals("same-origin") && !site.equals("none")) {
      return ProblemKind.CROSS_SITE.problem(
          "A page of another site asks for a change", FETCH_SITE, "Use the dashboard's own page");
    }
    String origin = request.getHeaderString("Origin");
    if (origin != null && !"same-origin".equals(site) && !isOwn(origin, request, config)) {
      return ProblemKind.CROSS_SITE.problem(
          "A page of another origin asks for a change",
          "Origin",
          "Use the dashboard's own page, or add its origin to kronosq.admin.origins");
    }
    return config.readOnly()
        ? ProblemKind.READ_ONLY.problem(
            "Changes are switched off here", null, "Remove kronosq.admin.read-only=true")
        : null;
  }

  private static boolean isOwn(String origin, ContainerRequestContext request, AdminConfig config) {
    if (config.origins().contains(origin)) {
      return true;
    }
    String authority;
    try {
      authority = URI.create(origin).getRawAuthority();
    } catch (IllegalArgumentException e) {
      return false;
    }
    return authority != null
        && (same(authority, request.getHeaderString(HttpHeaders.HOST))
            || same(authority, request.getHeaderString("X-Forwarded-Host")));
  }

  private static boolean same(String authority, @Nullable String host) {
    return host != null && authority.toLowerCase(Locale.ROOT).equals(host.toLowerCase(Locale.ROOT));
  }
}
