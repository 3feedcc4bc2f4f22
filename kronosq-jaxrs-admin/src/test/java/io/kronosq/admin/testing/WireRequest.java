package io.kronosq.admin.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A request as it goes over the wire, where clients would not send it. Characters are bytes.
 *
 * @param method of HTTP, or none of it
 * @param target path and query
 * @param headers lines without their ends
 * @param body what follows; null for nothing
 * @param measured whether its length is told
 * @param last whether nothing can follow it on a connection
 */
record WireRequest(
    String method,
    String target,
    List<String> headers,
    byte[] body,
    boolean measured,
    boolean last) {
  private static final String LOGIN =
      Base64.getEncoder().encodeToString("admin:admin-secret".getBytes(UTF_8));

  /** A request that would be answered with success, of an admin. */
  static WireRequest sound(DocumentedOperation operation, String target) {
    List<String> headers = new ArrayList<>(List.of("Authorization: Basic " + LOGIN));
    if (operation.changes()) {
      headers.add("X-Kronosq-Request: 1");
    }
    if (operation.hasBody()) {
      headers.add("Content-Type: application/json");
    }
    if (operation.needsVersion()) {
      headers.add("If-Match: *");
    }
    String body = operation.bodyExample();
    return new WireRequest(
        operation.method(),
        target,
        headers,
        body == null ? null : body.getBytes(UTF_8),
        true,
        false);
  }

  WireRequest method(String other) {
    return new WireRequest(other, target, headers, body, measured, last);
  }

  WireRequest target(String other) {
    return new WireRequest(method, other, headers, body, measured, last);
  }

  WireRequest body(String other) {
    return body(other.getBytes(UTF_8));
  }

  WireRequest body(byte[] other) {
    return new WireRequest(method, target, headers, other, measured, last);
  }

  /** The same with a further header, in place of another of its name. */
  WireRequest header(String name, String value) {
    return without(name).line(name + ": " + value);
  }

  /** The same with a further line. */
  WireRequest line(String line) {
    List<String> more = new ArrayList<>(headers);
    more.add(line);
    return new WireRequest(method, target, more, body, measured, last);
  }

  WireRequest without(String name) {
    return new WireRequest(
        method,
        target,
        headers.stream().filter(line -> !line.startsWith(name + ":")).toList(),
        body,
        measured,
        last);
  }

  /** The same, which tells its length by itself or wrongly, so that nothing can follow. */
  WireRequest unmeasured() {
    return new WireRequest(method, target, headers, body, false, true);
  }

  byte[] bytes(String path, String host) {
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(path).append(target).append(" HTTP/1.1\r\n");
    if (!host.isEmpty()) {
      head.append("Host: ").append(host).append("\r\n");
    }
    headers.forEach(line -> head.append(line).append("\r\n"));
    if (measured && (body != null || !method.equals("GET"))) {
      head.append("Content-Length: ").append(body == null ? 0 : body.length).append("\r\n");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.append("\r\n").toString().getBytes(ISO_8859_1));
    if (body != null) {
      bytes.writeBytes(body);
    }
    return bytes.toByteArray();
  }

  /** For a message. */
  @Override
  public String toString() {
    String sent = body == null ? "" : new String(body, ISO_8859_1);
    String all = method + " " + target + " " + headers + " " + sent;
    return all.length() <= 1_000 ? all : all.substring(0, 1_000) + "… " + all.length();
  }
}
