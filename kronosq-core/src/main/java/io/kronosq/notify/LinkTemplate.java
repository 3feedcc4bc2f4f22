package io.kronosq.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kronosq.event.TaskEvent;
import java.net.URLEncoder;
import java.util.EnumSet;
import java.util.Set;

/** The address of a page about a task, such as {@code https://ops.example/tasks/{queue}/{id}}. */
public final class LinkTemplate {
  private static final Set<Placeholder> ALLOWED =
      EnumSet.of(Placeholder.QUEUE, Placeholder.ID, Placeholder.TYPE);

  private final Template template;

  private LinkTemplate(Template template) {
    this.template = template;
  }

  /**
   * Reads it.
   *
   * @param text begins with {@code https://} or {@code http://}; {queue}, {id} and {type} are
   *     filled in
   * @throws IllegalArgumentException when it does not, or has another placeholder
   */
  public static LinkTemplate parse(String text) {
    if (!text.startsWith("https://") && !text.startsWith("http://")) {
      throw new IllegalArgumentException("A link begins with https:// or http://");
    }
    if (text.matches("(?s).*[\\s<>\"|].*")) {
      throw new IllegalArgumentException("A link has no spaces, quotes, < > or |; encode them");
    }
    Template template = Template.parse(text);
    template.render(
        placeholder -> {
          if (!ALLOWED.contains(placeholder)) {
            throw new IllegalArgumentException(
                "A link has no " + placeholder.text() + ", only {queue}, {id} and {type}");
          }
          return "";
        });
    return new LinkTemplate(template);
  }

  String of(TaskEvent event) {
    return template.render(
        placeholder ->
            encode(
                switch (placeholder) {
                  case QUEUE -> event.queue();
                  case ID -> event.taskId();
                  default -> event.taskType();
                }));
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, UTF_8).replace("+", "%20");
  }

  /** The text it was read from. */
  @Override
  public String toString() {
    return template.toString();
  }
}
