package io.kronosq.admin.me;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, and what they may do.
 *
 * @param user the name under which they have logged in; null for nobody
 * @param anonymous whether nobody has logged in
 * @param roles the roles that they have: viewer, operator, admin
 * @param rights what they may do: read, payload, operate, administer
 * @param readOnly whether all changes are refused
 * @param version Kronosq's version
 * @param prefix what starts every key in Redis
 * @param headerName the header that changes must have
 * @param warnings what everybody is to know
 */
public record Me(
    @Nullable String user,
    boolean anonymous,
    List<String> roles,
    List<String> rights,
    boolean readOnly,
    String version,
    String prefix,
    String headerName,
    List<String> warnings) {}
