package io.kronosq.cdi.config;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what with the admin resources, and what these show.
 *
 * @param roles the container's name of each role
 * @param payloadRoles who sees payloads: roles of ours in small letters, or of the container
 * @param anonymous what those may do who have not logged in; null for nothing
 * @param readOnly whether all changes are refused
 * @param redacted names whose values are not shown, beside the built-in ones
 * @param payloadLimit bytes of a payload that are shown at most
 * @param origins further origins whose pages may make changes
 */
public record AdminConfig(
    Map<AdminRole, String> roles,
    List<String> payloadRoles,
    @Nullable AdminRole anonymous,
    boolean readOnly,
    List<String> redacted,
    int payloadLimit,
    List<String> origins) {
  /** Copies the collections. */
  public AdminConfig {
    roles = Map.copyOf(roles);
    payloadRoles = List.copyOf(payloadRoles);
    redacted = List.copyOf(redacted);
    origins = List.copyOf(origins);
  }

  static AdminConfig read(ConfigReader reader) {
    Map<AdminRole, String> roles = new EnumMap<>(AdminRole.class);
    roles.put(AdminRole.VIEWER, reader.required(AdminKeys.VIEWER));
    roles.put(AdminRole.OPERATOR, reader.required(AdminKeys.OPERATOR));
    roles.put(AdminRole.ADMIN, reader.required(AdminKeys.ADMIN));
    return new AdminConfig(
        roles,
        reader.required(AdminKeys.PAYLOAD_ROLES),
        reader.required(AdminKeys.ANONYMOUS).orElse(null),
        reader.required(AdminKeys.READ_ONLY),
        Objects.requireNonNullElse(reader.optional(AdminKeys.REDACT), List.of()),
        reader.required(AdminKeys.PAYLOAD_LIMIT),
        Objects.requireNonNullElse(reader.optional(AdminKeys.ORIGINS), List.of()));
  }
}
