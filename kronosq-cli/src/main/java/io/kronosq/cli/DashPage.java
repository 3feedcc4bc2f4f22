package io.kronosq.cli;

import io.kronosq.diagnose.Finding;
import io.kronosq.inspect.Concurrency;
import io.kronosq.inspect.ServerInfo;
import io.kronosq.task.QueueInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jspecify.annotations.Nullable;

/** Lays a picture out on a terminal's page: totals, queues, the chosen one, servers, problems. */
final class DashPage {
  private static final int NUMBER = 10;
  private static final int MOST_SERVERS = 6;
  private static final int MOST_FINDINGS = 5;
  private static final int FEWEST_QUEUES = 3;
  private static final int FRAME = 4;
  private static final List<String> HEADS =
      List.of("PENDING", "ACTIVE", "RETRY", "ARCHIVED", "LATENCY", "DONE/MIN");
  private static final AttributedStyle BAR = AttributedStyle.INVERSE;
  private static final AttributedStyle HEAD = AttributedStyle.BOLD;
  private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
  private static final AttributedStyle FAINT = AttributedStyle.DEFAULT.faint();
  private static final AttributedStyle YELLOW = PLAIN.foreground(AttributedStyle.YELLOW);
  private static final AttributedStyle RED = PLAIN.bold().foreground(AttributedStyle.RED);
  private static final AttributedStyle CYAN = PLAIN.foreground(AttributedStyle.CYAN);

  private final DashPicture picture;
  private final DashState state;
  private final int width;
  private final int height;

  DashPage(DashPicture picture, DashState state, int width, int height) {
    this.picture = picture;
    this.state = state.within(picture.queues());
    this.width = width;
    this.height = height;
  }

  /**
   * The lines of the page, as many as the terminal has.
   *
   * @param place where Redis is
   * @param trouble why the picture is an old one; null when it is not
   */
  List<AttributedString> lines(String place, @Nullable String trouble) {
    List<AttributedString> lines = new ArrayList<>();
    lines.add(line(BAR, head(place)));
    lines.add(line(PLAIN, totals()));
    if (state.help()) {
      lines.addAll(help());
    } else {
      lines.add(line(HEAD, queueHead()));
      queues().forEach(lines::add);
      lines.addAll(below(height - lines.size() - 1));
    }
    while (lines.size() < height - 1) {
      lines.add(AttributedString.EMPTY);
    }
    List<AttributedString> page = new ArrayList<>(lines.subList(0, Math.max(0, height - 1)));
    page.add(
        trouble == null
            ? line(FAINT, " q quit   p pause   ↑ ↓ j k choose   ? help")
            : line(RED, " " + Text.safe(trouble)));
    return page;
  }

  /** The queues whose rows are seen. */
  List<String> seen() {
    return window().stream().map(QueueInfo::name).toList();
  }

  private String head(String place) {
    return " kronq  " + place + "   " + Text.at(picture.at()) + (state.paused() ? "   PAUSED" : "");
  }

  private String totals() {
    return String.format(
        Locale.ROOT,
        " %,d queues   %,d pending   %,d active   %,d scheduled   %,d retry   %,d archived"
            + "   %,d servers",
        picture.queues().size(),
        sum(QueueInfo::pending),
        sum(QueueInfo::active),
        sum(QueueInfo::scheduled),
        sum(QueueInfo::retry),
        sum(QueueInfo::archived),
        picture.servers().stream().filter(ServerInfo::alive).count());
  }

  private long sum(ToLongFunction<QueueInfo> number) {
    return picture.queues().stream().mapToLong(number).sum();
  }

  private List<AttributedString> help() {
    return List.of(
        AttributedString.EMPTY,
        line(HEAD, " Keys"),
        line(PLAIN, "   ↑ ↓ or k j           the queue above, or below"),
        line(PLAIN, "   PgUp PgDn            ten queues up, or down"),
        line(PLAIN, "   g G or Home End      the first queue, or the last"),
        line(PLAIN, "   p                    the picture stands still, or goes on"),
        line(PLAIN, "   ?                    these keys, or the queues"),
        line(PLAIN, "   q or Ctrl-C          ends the view"),
        AttributedString.EMPTY,
        line(
            PLAIN, " LATENCY is the age of the oldest pending task. DONE/MIN is of the last whole"),
        line(PLAIN, " minute that servers told of; the bars behind it are the last hour."));
  }

  private int queueRows() {
    int wanted = Math.max(1, picture.queues().size());
    int room = height - FRAME - 1;
    int below = belowRows();
    return Math.max(1, Math.min(wanted, Math.max(Math.min(FEWEST_QUEUES, room), room - below)));
  }

  private int belowRows() {
    int servers = Math.min(MOST_SERVERS, picture.servers().size());
    int findings = Math.min(MOST_FINDINGS, picture.findings().size());
    return 3 + (servers == 0 ? 0 : servers + 2) + (findings == 0 ? 0 : findings + 2);
  }

  /** As many queues as there is room for, with the chosen one among them. */
  private List<QueueInfo> window() {
    int rows = queueRows();
    int first = Math.max(0, Math.min(state.chosen() - rows / 2, picture.queues().size() - rows));
    return picture.queues().subList(first, Math.min(picture.queues().size(), first + rows));
  }

  private int nameWidth() {
    int numbers = HEADS.size() * (NUMBER + 1);
    int longest = seen().stream().mapToInt(name -> Look.columns(Text.safe(name))).max().orElse(0);
    return Math.max(8, Math.min(Math.max(12, longest), width - numbers - 14));
  }

  private int barsWidth() {
    return Math.max(
        0, Math.min(DashLooker.MINUTES, width - 3 - nameWidth() - HEADS.size() * (NUMBER + 1)));
  }

  private String queueHead() {
    StringBuilder line = new StringBuilder("  ").append(Look.aligned("QUEUE", nameWidth(), false));
    HEADS.forEach(head -> line.append(' ').append(Look.aligned(head, NUMBER, true)));
    return line.append(' ').append(Look.aligned("LAST HOUR", barsWidth(), false)).toString();
  }

  private List<AttributedString> queues() {
    if (picture.queues().isEmpty()) {
      return List.of(line(FAINT, "  There is no queue yet"));
    }
    QueueInfo chosen = picture.queues().get(state.chosen());
    return window().stream()
        .map(queue -> queue(queue, queue.name().equals(chosen.name())))
        .toList();
  }

  private AttributedString queue(QueueInfo queue, boolean chosen) {
    AttributedStringBuilder line = new AttributedStringBuilder();
    AttributedStyle base = chosen ? PLAIN.bold() : PLAIN;
    line.style(base).append(chosen ? "▶ " : "  ");
    line.style(queue.paused() ? YELLOW : base);
    String name = Text.safe(queue.name()) + (queue.paused() ? " (paused)" : "");
    line.append(Look.aligned(name, nameWidth(), false)).style(base);
    line.append(number(queue.pending())).append(number(queue.active()));
    line.style(queue.retry() > 0 ? YELLOW : base).append(number(queue.retry()));
    line.style(queue.archived() > 0 ? RED : base).append(number(queue.archived())).style(base);
    line.append(' ').append(Look.aligned(Text.lasting(queue.latency()), NUMBER, true));
    List<Long> done = picture.done().getOrDefault(queue.name(), List.of());
    line.append(number(lastMinute(done))).append(' ');
    line.style(CYAN).append(Sparkline.of(done, barsWidth()));
    return fitted(line.toAttributedString());
  }

  /** The present minute is not over. */
  private static long lastMinute(List<Long> done) {
    return done.size() < 2 ? 0 : done.get(done.size() - 2);
  }

  private static String number(long value) {
    return " " + Look.aligned(String.format(Locale.ROOT, "%,d", value), NUMBER, true);
  }

  /** What stands below the queues; the last is left out first where there is no room. */
  private List<AttributedString> below(int room) {
    List<AttributedString> lines = new ArrayList<>();
    if (!picture.queues().isEmpty()) {
      QueueInfo queue = picture.queues().get(state.chosen());
      lines.add(AttributedString.EMPTY);
      lines.add(line(HEAD, " " + Text.safe(queue.name())));
      lines.add(line(PLAIN, chosen(queue)));
    }
    if (!picture.findings().isEmpty()) {
      lines.add(AttributedString.EMPTY);
      lines.add(line(HEAD, " Problems" + more(picture.findings().size(), MOST_FINDINGS)));
      picture.findings().stream().limit(MOST_FINDINGS).map(this::finding).forEach(lines::add);
    }
    if (!picture.servers().isEmpty()) {
      lines.add(AttributedString.EMPTY);
      lines.add(line(HEAD, " Servers" + more(picture.servers().size(), MOST_SERVERS)));
      picture.servers().stream().limit(MOST_SERVERS).map(this::server).forEach(lines::add);
    }
    return lines.subList(0, Math.max(0, Math.min(room, lines.size())));
  }

  private static String more(int count, int most) {
    return count > most ? " (" + most + " of " + count + ")" : "";
  }

  private static String chosen(QueueInfo queue) {
    return String.format(
        Locale.ROOT,
        "   %,d scheduled   %,d completed   %,d aggregating   %d partitions   %s",
        queue.scheduled(),
        queue.completed(),
        queue.aggregating(),
        queue.partitions(),
        queue.paused() ? "paused" : "");
  }

  private AttributedString finding(Finding finding) {
    AttributedStyle style =
        switch (finding.severity()) {
          case CRITICAL -> RED;
          case WARNING -> YELLOW;
          case INFO -> CYAN;
        };
    return line(style, "   " + finding.code() + "  " + Text.safe(finding.message()));
  }

  private AttributedString server(ServerInfo server) {
    Concurrency concurrency = server.report().concurrency();
    String state = ServerCommands.state(server);
    AttributedStyle style =
        switch (state) {
          case "dead" -> RED;
          case "quiet" -> YELLOW;
          default -> PLAIN;
        };
    return line(
        style,
        String.format(
            Locale.ROOT,
            "   %-8s  %,d of %,d busy   %s  pid %d  %s",
            state,
            concurrency.busy(),
            concurrency.target(),
            Text.safe(server.report().host()),
            server.report().pid(),
            Text.safe(server.report().name())));
  }

  private AttributedString line(AttributedStyle style, String text) {
    String cut = Look.cut(text.stripTrailing(), width);
    boolean bar = style.equals(BAR);
    return new AttributedString(bar ? Look.aligned(cut, width, false) : cut, style);
  }

  private AttributedString fitted(AttributedString line) {
    return line.columnLength() <= width ? line : line.columnSubSequence(0, width);
  }
}
