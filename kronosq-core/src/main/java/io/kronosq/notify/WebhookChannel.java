package io.kronosq.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kronosq.event.TaskEvent;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Any address that takes JSON. Its bodies are described in {@code docs/notifications.md}. */
final class WebhookChannel implements Channel {
  private static final int MAX_TITLE = 500;
  private static final int MAX_TEXT = 16_000;
  private static final int MAX_MESSAGE = 1_000;

  private final URI url;
  private final @Nullable WebhookSignature signature;

  WebhookChannel(URI url, @Nullable WebhookSignature signature) {
    this.url = url;
    this.signature = signature;
  }

  @Override
  public String service() {
    return "the webhook";
  }

  @Override
  public String body(Digest digest, Templates templates, Payloads payloads) {
    MessageText message = new MessageText(templates, payloads, Markup.NONE);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("kind", digest.kind().name().toLowerCase(Locale.ROOT));
    body.put("title", message.title(digest, MAX_TITLE));
    body.put("text", message.text(digest, MAX_TEXT));
    body.put("count", digest.count());
    body.put(
        "groups",
        digest.groups().stream().map(group -> group(group, templates, payloads)).toList());
    return JsonText.of(body);
  }

  private static Map<String, Object> group(
      GroupCount group, Templates templates, Payloads payloads) {
    TaskEvent first = group.first();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("type", group.group().type());
    object.put("event", Values.word(group.group().event()));
    object.put("count", group.count());
    object.put("queues", group.queues());
    object.put("ids", group.samples().stream().map(TaskEvent::taskId).toList());
    object.put("firstAt", first.at().toString());
    object.put("spanMillis", group.span().toMillis());
    object.put("attempt", EventFilter.attempt(first));
    object.put("attempts", first.maxRetry() + 1);
    String server = templates.server();
    object.put("server", server == null ? first.server() : server);
    object.put("errors", group.errors().stream().map(WebhookChannel::error).toList());
    String payload = payloads.of(first);
    if (!payload.isEmpty()) {
      object.put("payload", payload);
    }
    LinkTemplate link = templates.link();
    if (link != null) {
      object.put("link", link.of(first));
    }
    return object;
  }

  private static Map<String, Object> error(ErrorCount error) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("class", error.className());
    object.put("count", error.count());
    object.put(
        "message",
        PlainText.cut(PlainText.clean(Redaction.BUILT_IN.of(error.message())), MAX_MESSAGE));
    return object;
  }

  @Override
  public HttpPost post(String body, String id, Instant now) {
    byte[] bytes = body.getBytes(UTF_8);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(WebhookSignature.ID_HEADER, id);
    headers.put(WebhookSignature.TIMESTAMP_HEADER, Long.toString(now.getEpochSecond()));
    if (signature != null) {
      headers.put(
          WebhookSignature.SIGNATURE_HEADER, signature.sign(id, now.getEpochSecond(), bytes));
    }
    return new HttpPost(url, headers, bytes);
  }

  @Override
  public String remedy(int status) {
    return status == 401 || status == 403
        ? "Check that the receiver has the same secret, and the right time"
        : "Check the webhook's URL, and what its receiver expects";
  }

  @Override
  public List<String> secrets() {
    return List.of(url.toString(), url.getRawPath());
  }
}
