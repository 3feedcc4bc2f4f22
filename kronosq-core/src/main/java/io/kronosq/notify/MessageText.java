package io.kronosq.notify;

import java.util.Map;
import java.util.Set;

/**
 * Title and text of a message in a service's markup. Values are cut, never the markup around them,
 * so that what is cut is still well formed.
 */
final class MessageText {
  private static final int[] VALUE_LENGTHS = {600, 200, 60, 20};
  private static final int MAX_LINK = 1_000;
  private static final int MAX_GROUPS = 10;

  /** Room for the line that tells what was left out. */
  private static final int REST_LENGTH = 80;

  private static final Set<Placeholder> WHOLE = Set.of(Placeholder.COUNT, Placeholder.TIMES);

  private final Templates templates;
  private final Payloads payloads;
  private final Markup markup;

  MessageText(Templates templates, Payloads payloads, Markup markup) {
    this.templates = templates;
    this.payloads = payloads;
    this.markup = markup;
  }

  /** The title, at most so many UTF-16 units. */
  String title(Digest digest, int max) {
    if (digest.kind() == Digest.Kind.QUIET) {
      return "Quiet again";
    }
    Map<Placeholder, String> values = Values.of(digest, templates);
    return fit(templates.title(), values, max, max);
  }

  /** The text, at most so many UTF-16 units. */
  String text(Digest digest, int max) {
    if (digest.kind() == Digest.Kind.QUIET) {
      return "No further events";
    }
    StringBuilder text = new StringBuilder();
    long told = 0;
    int shown = 0;
    for (GroupCount group : digest.groups()) {
      String section = section(group, digest.groups().size() > 1, max - REST_LENGTH);
      if (shown == MAX_GROUPS || text.length() + section.length() + 2 > max - REST_LENGTH) {
        break;
      }
      text.append(text.isEmpty() ? "" : "\n\n").append(section);
      told += group.count();
      shown++;
    }
    int left = digest.groups().size() - shown;
    if (left > 0) {
      text.append("\n\n… and ")
          .append(left)
          .append(" more groups with ")
          .append(Values.number(digest.count() - told))
          .append(" events");
    }
    return text.toString();
  }

  private String section(GroupCount group, boolean oneOfMany, int max) {
    Map<Placeholder, String> values = Values.of(group, templates, payloads.of(group.first()));
    int room = max;
    String heading = "";
    if (oneOfMany) {
      heading = markup.bold(fit(templates.title(), values, 300, 100)) + "\n";
      room -= heading.length();
    }
    return heading + fit(templates.text(), values, room, Math.min(room, 300));
  }

  /** The template with values as long as they may be; what happened in short if nothing fits. */
  private String fit(Template template, Map<Placeholder, String> values, int max, int shortLength) {
    for (int length : VALUE_LENGTHS) {
      String text = template.render(placeholder -> value(placeholder, values, length));
      if (text.length() <= max) {
        return text;
      }
    }
    String what =
        values.get(Placeholder.TYPE)
            + " "
            + values.get(Placeholder.EVENT)
            + values.get(Placeholder.TIMES);
    // An escaped character takes up to six.
    return markup.escape(PlainText.cut(PlainText.clean(what), Math.max(1, shortLength / 6)));
  }

  private String value(Placeholder placeholder, Map<Placeholder, String> values, int length) {
    String value = values.getOrDefault(placeholder, "");
    if (placeholder == Placeholder.LINK) {
      return value.isEmpty() || value.length() > MAX_LINK ? "" : markup.link(value);
    }
    if (WHOLE.contains(placeholder)) {
      return value;
    }
    int most = placeholder == Placeholder.PAYLOAD && length == VALUE_LENGTHS[0] ? 2_000 : length;
    return markup.escape(PlainText.cut(PlainText.clean(value), most));
  }
}
