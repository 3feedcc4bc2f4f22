package io.kronosq.admin;

import io.kronosq.admin.audit.AuditFilter;
import io.kronosq.admin.json.JsonBody;
import io.kronosq.admin.problem.ProblemMapper;
import io.kronosq.admin.security.AdmissionFilter;
import io.kronosq.admin.security.AnswerHeaders;
import io.kronosq.admin.security.PermissionFilter;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/**
 * The admin resources, with the filters that guard them. It is at {@code kronosq/api/v1} of the web
 * application that has it in its libraries; a servlet mapping in {@code web.xml} for the servlet of
 * this class's name mounts it elsewhere.
 *
 * <p>None of its classes has a class-level {@code @Path} or {@code @Provider}: whatever other
 * JAX-RS applications there are, these classes are no part of them, and theirs are no part of this
 * one.
 */
@ApplicationPath("kronosq/api/v1")
public class AdminApplication extends Application {
  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(
        AdmissionFilter.class,
        PermissionFilter.class,
        AnswerHeaders.class,
        AuditFilter.class,
        JsonBody.class,
        ProblemMapper.class);
  }

  @Override
  @SuppressWarnings("deprecation")
  public Set<Object> getSingletons() {
    AdminRoot root = area -> CDI.current().select(AdminResources.class).get().area(area);
    return Set.of(root);
  }
}
