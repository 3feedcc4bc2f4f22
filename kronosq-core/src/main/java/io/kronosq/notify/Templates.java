package io.kronosq.notify;

import org.jspecify.annotations.Nullable;

/**
 * How messages read.
 *
 * @param title of a message
 * @param text of each group
 * @param link where to look at a task; null for nowhere
 * @param server what {server} shows; null for the server's id
 */
record Templates(
    Template title, Template text, @Nullable LinkTemplate link, @Nullable String server) {
  static final String DEFAULT_TITLE = "{type} {event}{times}";
  static final String DEFAULT_TEXT =
      """
      {error}
      {errors}
      queue {queue} · attempt {attempt} of {attempts} · server {server}
      tasks {ids}
      {payload}
      {link}""";

  static final Templates DEFAULT =
      new Templates(Template.parse(DEFAULT_TITLE), Template.parse(DEFAULT_TEXT), null, null);

  Templates withTitle(Template value) {
    return new Templates(value, text, link, server);
  }

  Templates withText(Template value) {
    return new Templates(title, value, link, server);
  }

  Templates withLink(LinkTemplate value) {
    return new Templates(title, text, value, server);
  }

  Templates withServer(String value) {
    return new Templates(title, text, link, value);
  }
}
