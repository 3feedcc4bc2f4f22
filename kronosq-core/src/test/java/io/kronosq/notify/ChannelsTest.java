package io.kronosq.notify;

import static io.kronosq.notify.TestEvents.archived;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kronosq.event.TaskEventType;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the services are sent. */
class ChannelsTest {
  private static final Channel SLACK = new SlackChannel(URI.create("https://hooks.test/geheim"));
  private static final Channel DISCORD =
      new DiscordChannel(URI.create("https://discord.test/geheim"));
  private static final Channel TELEGRAM =
      new TelegramChannel(URI.create("https://api.test/"), "12:geheim", "-100");
  private static final Channel WEBHOOK =
      new WebhookChannel(
          URI.create("https://hook.test/geheim"), WebhookSignature.of("geheim-geheim-geheim"));

  static Stream<Channel> all() {
    return Stream.of(SLACK, DISCORD, TELEGRAM, WEBHOOK);
  }

  private static Digest digest(GroupCount... groups) {
    List<GroupCount> sorted = new ArrayList<>(List.of(groups));
    sorted.sort(Comparator.comparingLong(GroupCount::count).reversed());
    return new Digest(groups.length > 1 ? Digest.Kind.SUMMARY : Digest.Kind.ALERT, sorted);
  }

  private static GroupCount group(String type, int count, String error) {
    Tally tally = new Tally();
    for (int i = 0; i < count; i++) {
      tally.add(
          archived(type, "id-" + i, TestEvents.START.plusSeconds(i), "java.io.IOException", error));
    }
    return tally.of(new Group(type, TaskEventType.ARCHIVED));
  }

  private static String body(Channel channel, Digest digest) {
    return channel.body(digest, Templates.DEFAULT, Payloads.NONE);
  }

  private static String field(String json, String name) {
    Matcher matcher =
        Pattern.compile("\"" + name + "\":\"((?:[^\"\\\\]++|\\\\.)*+)\"").matcher(json);
    assertThat(matcher.find()).as(name + " in " + json).isTrue();
    return matcher.group(1).replace("\\\"", "\"").replace("\\u000a", "\n").replace("\\\\", "\\");
  }

  @Test
  void slackGetsASectionOfMarkdown() {
    String body = body(SLACK, digest(group("mail", 1, "disk full")));
    assertThat(field(body, "text")).isNotEmpty();
    assertThat(body)
        .contains("\"verbatim\":true", "\"type\":\"mrkdwn\"", "\"type\":\"section\"")
        .contains(
            "*mail archived*\\u000aIOException: disk full\\u000a"
                + "queue default · attempt 3 of 5 · server server-1\\u000atasks id-0");
  }

  @Test
  void discordGetsAnEmbedThatMentionsNobody() {
    String body = body(DISCORD, digest(group("mail", 1, "disk full")));
    assertThat(body).contains("\"allowed_mentions\":{\"parse\":[]}");
    assertThat(field(body, "title")).isEqualTo("mail archived");
    assertThat(field(body, "description")).startsWith("IOException: disk full\nqueue default");
  }

  @Test
  void telegramGetsHtml() {
    String body = body(TELEGRAM, digest(group("mail", 1, "disk full")));
    assertThat(body)
        .contains("\"chat_id\":\"-100\"", "\"parse_mode\":\"HTML\"", "{\"is_disabled\":true}");
    assertThat(field(body, "text")).startsWith("<b>mail archived</b>\nIOException: disk full\n");
    assertThat(TELEGRAM.post(body, "id", Instant.EPOCH).uri())
        .hasToString("https://api.test/bot12:geheim/sendMessage");
  }

  @Test
  void webhooksGetAllCounts() {
    String body = body(WEBHOOK, digest(group("mail", 1_234, "disk full")));
    assertThat(body)
        .startsWith(
            "{\"kind\":\"alert\",\"title\":\"mail archived 1,234 times in 21 min\",\"text\":")
        .contains(
            "\"count\":1234,\"groups\":[{\"type\":\"mail\",\"event\":\"archived\",\"count\":1234,"
                + "\"queues\":[\"default\"],\"ids\":[\"id-0\",\"id-1\",\"id-2\",\"id-3\",\"id-4\"],"
                + "\"firstAt\":\"2026-05-04T03:02:01Z\",\"spanMillis\":1233000,"
                + "\"attempt\":3,\"attempts\":5,\"server\":\"server-1\","
                + "\"errors\":[{\"class\":\"java.io.IOException\",\"count\":1234,"
                + "\"message\":\"disk full\"}]}]}");
  }

  @Test
  void aWebhookIsSignedAnewForEachAttemptUnderTheSameId() {
    WebhookSignature receiver = WebhookSignature.of("geheim-geheim-geheim");
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    for (Instant at : List.of(now, now.plusSeconds(600))) {
      HttpPost post = WEBHOOK.post("{}", "msg-1", at);
      Map<String, String> headers = post.headers();
      assertThat(headers).containsEntry("webhook-id", "msg-1");
      assertThat(
              receiver.verify(
                  headers.get("webhook-id"),
                  headers.get("webhook-timestamp"),
                  headers.get("webhook-signature"),
                  post.body(),
                  at))
          .isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void untrustedTextMarksUpNothing(Channel channel) {
    String evil =
        "<!channel> @everyone @here <@U1> <b>x</b> </b> & [a](https://evil.test) **b** `c`"
            + " \u202ereversed \u0000 \"quoted\"";
    String body = body(channel, digest(group("mail", 1, evil)));
    assertThat(body).doesNotContain("\u202e").doesNotContain("\\u0000");
    if (channel == SLACK) {
      assertThat(body)
          .doesNotContain("<!", "<@", "@everyone", "@here")
          .contains("&lt;!channel&gt;");
    } else if (channel == DISCORD) {
      assertThat(field(body, "description"))
          .contains("\\[a\\]\\(https://evil.test\\)", "\\*\\*b\\*\\*", "\\`c\\`", "\\<@U1");
    } else if (channel == TELEGRAM) {
      assertThat(field(body, "text"))
          .contains("&lt;b&gt;x&lt;/b&gt; &lt;/b&gt; &amp; ", "&quot;quoted&quot;");
    }
  }

  private static int limit(Channel channel) {
    return channel == SLACK ? 3_000 : channel == WEBHOOK ? 16_000 : 4_096;
  }

  private static String longest(String body) {
    return Pattern.compile("\"((?:[^\"\\\\]++|\\\\.)*+)\"")
        .matcher(body)
        .results()
        .map(result -> result.group(1).replace("\\\"", "\"").replace("\\u000a", "\n"))
        .map(text -> text.replace("\\\\", "\\"))
        .max(Comparator.comparingInt(String::length))
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("all")
  void longTextsStayWithinTheLimitsAndWellFormed(Channel channel) {
    String big = "<&>*\"".repeat(200);
    GroupCount[] groups = new GroupCount[100];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = group("t" + i + "<&>".repeat(80), 1 + i, big);
    }
    Templates templates =
        Templates.DEFAULT.withText(Template.parse("{error}{errors}{ids}{type}".repeat(5)));
    for (Templates any : List.of(Templates.DEFAULT, templates)) {
      for (Digest digest : List.of(digest(groups[99]), digest(groups))) {
        String body = channel.body(digest, any, Payloads.NONE);
        String text = longest(body);
        assertThat(text.length()).isLessThanOrEqualTo(limit(channel));
        if (channel == TELEGRAM) {
          // Every < begins a tag of ours, every & an entity of ours.
          assertThat(text.replaceAll("</?b>|&(?:lt|gt|amp|quot);", "")).doesNotContain("<", "&");
        }
        if (digest.groups().size() > 1) {
          assertThat(text).containsPattern("… and \\d+ more groups with [\\d,]+ events");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void whatIsLeftOutIsCounted(Channel channel) {
    GroupCount[] groups = new GroupCount[30];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = group("t" + i, 100, "e");
    }
    String body = body(channel, digest(groups));
    assertThat(body).contains("… and 20 more groups with 2,000 events");
    assertThat(body).contains("t0 and 29 more archived 3,000 times in 99 s");
  }

  @Test
  void linksCanBeFollowed() {
    Templates linked =
        Templates.DEFAULT.withLink(LinkTemplate.parse("https://ops.test/{queue}?id={id}&x=1"));
    Digest digest = digest(group("mail", 1, "e"));
    assertThat(SLACK.body(digest, linked, Payloads.NONE))
        .contains("<https://ops.test/default?id=id-0&amp;x=1|Open>");
    assertThat(DISCORD.body(digest, linked, Payloads.NONE))
        .contains("<https://ops.test/default?id=id-0&x=1>");
    assertThat(field(TELEGRAM.body(digest, linked, Payloads.NONE), "text"))
        .contains("<a href=\"https://ops.test/default?id=id-0&amp;x=1\">Open</a>");
    assertThat(WEBHOOK.body(digest, linked, Payloads.NONE))
        .contains("\"link\":\"https://ops.test/default?id=id-0&x=1\"");
  }

  @ParameterizedTest
  @MethodSource("all")
  void payloadsAreShownOnlyIfAskedForAndWithoutSecrets(Channel channel) {
    byte[] payload = "{\"user\":\"anna\",\"password\":\"geheim\"}".getBytes(UTF_8);
    Payloads payloads = new Payloads((queue, id) -> Optional.of(payload), 500);
    Digest digest = digest(group("mail", 1, "e"));
    assertThat(body(channel, digest)).doesNotContain("anna");
    assertThat(channel.body(digest, Templates.DEFAULT, payloads))
        .contains("anna")
        .doesNotContain("geheim");
  }

  @ParameterizedTest
  @MethodSource("all")
  void secretsInErrorsAreTakenOut(Channel channel) {
    assertThat(body(channel, digest(group("mail", 1, "login failed: password=geheim"))))
        .contains("login failed")
        .doesNotContain("geheim");
  }

  @ParameterizedTest
  @MethodSource("all")
  void aPayloadThatCantBeReadIsLeftOut(Channel channel) {
    Payloads payloads =
        new Payloads(
            (queue, id) -> {
              throw new IllegalStateException("for the test");
            },
            500);
    try (CapturedLog log = new CapturedLog()) {
      assertThat(channel.body(digest(group("mail", 1, "e")), Templates.DEFAULT, payloads))
          .contains("mail archived");
      assertThat(log.lines()).anyMatch(line -> line.contains("can't be shown"));
    }
  }

  @Test
  void theEndOfAStormReadsWell() {
    assertThat(body(SLACK, Digest.QUIET_AGAIN)).contains("*Quiet again*\\u000aNo further events");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "geheim",
        "ftp://geheim.test/",
        "http://geheim.test/x",
        "https://user:geheim@host.test/",
        "https:///geheim",
        "https://geheim test/",
        ""
      })
  void wrongAddressesAreRefusedAndNotShown(String url) {
    assertThatThrownBy(() -> Notifier.slack(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The Slack webhook URL ")
        .hasMessageNotContaining("geheim")
        .hasNoCause();
  }

  @Test
  void wrongTokensAndChatsAreRefused() {
    assertThatThrownBy(() -> Notifier.telegram("geheim", "1"))
        .hasMessageContaining("BotFather")
        .hasMessageNotContaining("geheim");
    assertThatThrownBy(() -> Notifier.telegram("12:abc", "team"))
        .hasMessageContaining("'team' must be a number");
    assertThatThrownBy(() -> Notifier.webhook("https://host.test/", "geheim"))
        .hasMessageContaining("has 6 bytes; it needs 16")
        .hasMessageNotContaining("geheim");
  }

  @Test
  void nothingShowsASecret() {
    List<Object> shown = new ArrayList<>();
    for (Notifier.Builder builder :
        List.of(
            Notifier.slack("https://h.test/geheim"),
            Notifier.discord("https://h.test/geheim"),
            Notifier.telegram("12:geheim", "1"),
            Notifier.webhook("https://h.test/geheim", "geheim-geheim-geheim"))) {
      shown.add(builder);
      shown.add(builder.build());
    }
    all()
        .forEach(
            channel -> {
              shown.add(channel);
              shown.add(channel.post("{}", "id", Instant.EPOCH));
            });
    shown.add(WebhookSignature.of("geheim-geheim-geheim"));
    assertThat(shown).allSatisfy(o -> assertThat(o.toString()).doesNotContain("geheim"));
  }

  @Test
  void durationsReadWell() {
    assertThat(Values.rough(Duration.ZERO)).isEqualTo("1 s");
    assertThat(Values.rough(Duration.ofSeconds(119))).isEqualTo("119 s");
    assertThat(Values.rough(Duration.ofMinutes(5))).isEqualTo("5 min");
    assertThat(Values.rough(Duration.ofHours(30))).isEqualTo("30 h");
  }
}
