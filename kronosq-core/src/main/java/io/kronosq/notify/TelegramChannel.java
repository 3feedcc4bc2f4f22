package io.kronosq.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A chat of a Telegram bot. */
final class TelegramChannel implements Channel {
  static final String API = "https://api.telegram.org";

  private static final int MAX_MESSAGE = 4_096;
  private static final int MAX_TITLE = 250;

  private final URI url;
  private final String token;
  private final String chatId;

  TelegramChannel(URI api, String token, String chatId) {
    if (!token.matches("\\d+:[A-Za-z0-9_-]+")) {
      throw new IllegalArgumentException(
          "The Telegram token must be as BotFather gave it, 123456:ABC… (it is not shown)");
    }
    if (!chatId.matches("-?\\d+|@\\w+")) {
      throw new IllegalArgumentException(
          "The Telegram chat id '" + chatId + "' must be a number such as -1001234, or @channel");
    }
    String base = api.toString();
    url =
        URI.create(
            (base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
                + "/bot"
                + token
                + "/sendMessage");
    this.token = token;
    this.chatId = chatId;
  }

  @Override
  public String service() {
    return "Telegram";
  }

  @Override
  public String body(Digest digest, Templates templates, Payloads payloads) {
    MessageText message = new MessageText(templates, payloads, TelegramMarkup.INSTANCE);
    String heading = TelegramMarkup.INSTANCE.bold(message.title(digest, MAX_TITLE)) + "\n";
    return JsonText.of(
        Map.of(
            "chat_id",
            chatId,
            "text",
            heading + message.text(digest, MAX_MESSAGE - heading.length()),
            "parse_mode",
            "HTML",
            "link_preview_options",
            Map.of("is_disabled", true)));
  }

  @Override
  public HttpPost post(String body, String id, Instant now) {
    return new HttpPost(url, Map.of(), body.getBytes(UTF_8));
  }

  @Override
  public String remedy(int status) {
    return switch (status) {
      case 400 -> "Check the chat id and the templates' HTML";
      case 403 -> "Add the bot to the chat, and let it post there";
      default -> "Check the token";
    };
  }

  @Override
  public List<String> secrets() {
    return List.of(url.toString(), token);
  }

  private enum TelegramMarkup implements Markup {
    INSTANCE;

    @Override
    public String escape(String text) {
      return text.replace("&", "&amp;")
          .replace("<", "&lt;")
          .replace(">", "&gt;")
          .replace("\"", "&quot;");
    }

    @Override
    public String bold(String escaped) {
      return "<b>" + escaped + "</b>";
    }

    @Override
    public String link(String url) {
      return "<a href=\"" + escape(url) + "\">Open</a>";
    }
  }
}
