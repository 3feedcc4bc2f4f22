package io.kronosq.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** An incoming webhook of Slack. */
final class SlackChannel implements Channel {
  /** Of a section. */
  private static final int MAX_SECTION = 3_000;

  private static final int MAX_TITLE = 250;

  private final URI url;

  SlackChannel(URI url) {
    this.url = url;
  }

  @Override
  public String service() {
    return "Slack";
  }

  @Override
  public String body(Digest digest, Templates templates, Payloads payloads) {
    MessageText message = new MessageText(templates, payloads, SlackMarkup.INSTANCE);
    String title = message.title(digest, MAX_TITLE);
    String heading = SlackMarkup.INSTANCE.bold(title) + "\n";
    String text = heading + message.text(digest, MAX_SECTION - heading.length());
    // "verbatim" keeps Slack from looking for names of people and channels in the text.
    return JsonText.of(
        Map.of(
            "text",
            title,
            "blocks",
            List.of(
                Map.of(
                    "type",
                    "section",
                    "text",
                    Map.of("type", "mrkdwn", "text", text, "verbatim", true)))));
  }

  @Override
  public HttpPost post(String body, String id, Instant now) {
    return new HttpPost(url, Map.of(), body.getBytes(UTF_8));
  }

  @Override
  public String remedy(int status) {
    return status == 400
        ? "Check the templates"
        : "Check the webhook URL: it may be revoked, or its channel archived; make a new one in"
            + " Slack";
  }

  @Override
  public List<String> secrets() {
    return List.of(url.toString(), url.getRawPath());
  }

  private enum SlackMarkup implements Markup {
    INSTANCE;

    private static final Pattern MENTION = Pattern.compile("@(?=channel|here|everyone)");

    @Override
    public String escape(String text) {
      String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
      // A zero-width space: nobody is to be called, whatever the workspace makes of plain names.
      return MENTION.matcher(escaped).replaceAll("@\u200b");
    }

    @Override
    public String bold(String escaped) {
      return "*" + escaped + "*";
    }

    @Override
    public String link(String url) {
      return "<" + url.replace("&", "&amp;") + "|Open>";
    }
  }
}
