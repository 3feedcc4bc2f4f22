package io.kronosq.admin.security;

import io.kronosq.admin.problem.Problem;
import io.kronosq.admin.problem.ProblemKind;
import io.kronosq.cdi.config.AdminConfig;
import io.kronosq.cdi.config.AdminRole;
import io.kronosq.cdi.runtime.KronosExtension;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Admits callers, by the container's login and roles. */
@ApplicationScoped
public class Gate {
  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

  private static final String CHALLENGE = "Basic realm=\"Kronosq\", charset=\"UTF-8\"";

  @Inject private KronosExtension extension;
  @Inject private Caller caller;

  /**
   * Finds out who calls. When nobody has logged in, the container is asked to see to it, which may
   * write status and headers of the answer.
   *
   * @param request of the container
   * @param response of the container
   * @return what is in the way; null when the caller may look around
   */
  @Nullable Problem admit(HttpServletRequest request, HttpServletResponse response) {
    AdminConfig config = extension.deployment().config().admin();
    if (request.getUserPrincipal() == null) {
      AdminRole anonymous = config.anonymous();
      if (anonymous != null) {
        caller.is(null, anonymous, anonymousSeesPayloads(config, anonymous));
        return null;
      }
      Problem problem = login(request, response);
      if (problem != null) {
        return problem;
      }
    }
    AdminRole role = role(config, request);
    caller.is(request.getUserPrincipal().getName(), role, seesPayloads(config, request, role));
    return role == null
        ? ProblemKind.NOT_ALLOWED.problem(
            "'" + caller.name() + "' has none of the roles " + config.roles().values(),
            null,
            "Give the user one of them, or name others in kronosq.admin.roles.*")
        : null;
  }

  private static @Nullable Problem login(HttpServletRequest request, HttpServletResponse response) {
    try {
      if (request.authenticate(response) && request.getUserPrincipal() != null) {
        return null;
      }
    } catch (ServletException e) {
      // WildFly throws, too, where it leaves the challenge to us.
      LOG.debug("The container did not ask for a login", e);
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
      return ProblemKind.NOT_LOGGED_IN.problem(
          "Nobody has logged in",
          null,
          "Log in; if that is refused, give the application a login-config with BASIC, or another"
              + " way to authenticate; see docs/admin.md");
    } catch (IOException e) {
      LOG.debug("The container could not ask for a login", e);
    }
    return ProblemKind.NOT_LOGGED_IN.problem("Nobody has logged in", null, "Log in");
  }

  private static @Nullable AdminRole role(AdminConfig config, HttpServletRequest request) {
    AdminRole highest = null;
    for (AdminRole role : AdminRole.values()) {
      if (request.isUserInRole(config.roles().get(role))) {
        highest = role;
      }
    }
    return highest;
  }

  private static boolean anonymousSeesPayloads(AdminConfig config, AdminRole role) {
    return config.payloadRoles().stream().anyMatch(name -> includes(role, name));
  }

  private static boolean seesPayloads(
      AdminConfig config, HttpServletRequest request, @Nullable AdminRole role) {
    return role != null
        && config.payloadRoles().stream()
            .anyMatch(name -> includes(role, name) || request.isUserInRole(name));
  }

  private static boolean includes(AdminRole role, String name) {
    for (AdminRole named : AdminRole.values()) {
      if (named.name().toLowerCase(Locale.ROOT).equals(name)) {
        return role.includes(named);
      }
    }
    return false;
  }
}
