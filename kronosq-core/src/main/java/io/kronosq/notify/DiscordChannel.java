package io.kronosq.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A webhook of Discord. */
final class DiscordChannel implements Channel {
  private static final int MAX_TITLE = 256;
  private static final int MAX_DESCRIPTION = 4_096;
  private static final int RED = 0xd83a3a;
  private static final int GREEN = 0x2e9e5b;

  private final URI url;

  DiscordChannel(URI url) {
    this.url = url;
  }

  @Override
  public String service() {
    return "Discord";
  }

  @Override
  public String body(Digest digest, Templates templates, Payloads payloads) {
    MessageText message = new MessageText(templates, payloads, DiscordMarkup.INSTANCE);
    return JsonText.of(
        Map.of(
            "embeds",
            List.of(
                Map.of(
                    "title",
                    message.title(digest, MAX_TITLE),
                    "description",
                    message.text(digest, MAX_DESCRIPTION),
                    "color",
                    digest.kind() == Digest.Kind.QUIET ? GREEN : RED)),
            "allowed_mentions",
            Map.of("parse", List.of())));
  }

  @Override
  public HttpPost post(String body, String id, Instant now) {
    return new HttpPost(url, Map.of(), body.getBytes(UTF_8));
  }

  @Override
  public String remedy(int status) {
    return status == 400
        ? "Check the templates"
        : "Check the webhook URL: it may have been deleted; make a new one in the channel's"
            + " settings";
  }

  @Override
  public List<String> secrets() {
    return List.of(url.toString(), url.getRawPath());
  }

  private enum DiscordMarkup implements Markup {
    INSTANCE;

    private static final String MARKS = "\\*_~`|>#[]()<";

    @Override
    public String escape(String text) {
      StringBuilder escaped = new StringBuilder();
      text.chars()
          .forEach(
              c -> {
                if (MARKS.indexOf(c) >= 0) {
                  escaped.append('\\');
                }
                escaped.append((char) c);
              });
      return escaped.toString();
    }

    @Override
    public String bold(String escaped) {
      return "**" + escaped + "**";
    }

    @Override
    public String link(String url) {
      return "<" + url + ">";
    }
  }
}
