package io.kronosq.admin.type;

import io.kronosq.admin.live.QueueSnapshots;
import io.kronosq.admin.openapi.Operation;
import io.kronosq.cdi.config.AdminRole;
import io.kronosq.inspect.ServerInfo;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The types of tasks that servers handle. */
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public class TypesResource {
  @Inject private QueueSnapshots snapshots;

  /**
   * A type that is handled.
   *
   * @param type exact, or a prefix that ends with {@code *}
   * @param servers how many servers that are alive handle it
   */
  public record HandledType(String type, int servers) {}

  /**
   * Types that are handled.
   *
   * @param items by name
   */
  public record TypeList(List<HandledType> items) {}

  /** The types. */
  @GET
  @Operation(value = "Lists the task types that servers handle", role = AdminRole.VIEWER)
  public TypeList list() {
    Map<String, Integer> servers = new TreeMap<>();
    snapshots.servers().stream()
        .filter(ServerInfo::alive)
        .flatMap(server -> server.report().types().stream().distinct())
        .forEach(type -> servers.merge(type, 1, Integer::sum));
    return new TypeList(
        servers.entrySet().stream()
            .map(each -> new HandledType(each.getKey(), each.getValue()))
            .toList());
  }
}
