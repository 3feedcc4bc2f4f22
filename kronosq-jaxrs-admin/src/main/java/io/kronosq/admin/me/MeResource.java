package io.kronosq.admin.me;

import io.kronosq.admin.openapi.Operation;
import io.kronosq.admin.security.Caller;
import io.kronosq.admin.security.ChangeGuard;
import io.kronosq.admin.security.OpennessWarning;
import io.kronosq.cdi.config.AdminRole;
import io.kronosq.cdi.config.KronosConfig;
import io.kronosq.cdi.runtime.KronosExtension;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Who calls. */
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public class MeResource {
  @Inject private Caller caller;
  @Inject private KronosExtension extension;
  @Inject private OpennessWarning openness;

  /** Who calls, and what they may do. */
  @GET
  @Operation(value = "Tells who calls, and what they may do", role = AdminRole.VIEWER)
  public Me me() {
    KronosConfig config = extension.deployment().config();
    boolean readOnly = config.admin().readOnly();
    return new Me(
        caller.user(),
        caller.user() == null,
        Arrays.stream(AdminRole.values())
            .filter(caller::may)
            .map(role -> role.name().toLowerCase(Locale.ROOT))
            .toList(),
        rights(readOnly),
        readOnly,
        Objects.requireNonNullElse(
            KronosExtension.class.getPackage().getImplementationVersion(), "unpackaged"),
        config.redis().prefix(),
        ChangeGuard.HEADER,
        openness.warnings());
  }

  private List<String> rights(boolean readOnly) {
    List<String> rights = new ArrayList<>(List.of("read"));
    if (caller.seesPayloads()) {
      rights.add("payload");
    }
    if (caller.may(AdminRole.OPERATOR) && !readOnly) {
      rights.add("operate");
    }
    if (caller.may(AdminRole.ADMIN) && !readOnly) {
      rights.add("administer");
    }
    return rights;
  }
}
