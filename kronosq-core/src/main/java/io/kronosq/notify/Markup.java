package io.kronosq.notify;

/** How a service marks up texts. */
interface Markup {
  /** Text of unknown origin as it is written, so that it marks up and mentions nothing. */
  String escape(String text);

  /** An escaped text in bold. */
  String bold(String escaped);

  /** An address that can be followed. */
  String link(String url);

  /** No markup at all. */
  Markup NONE =
      new Markup() {
        @Override
        public String escape(String text) {
          return text;
        }

        @Override
        public String bold(String escaped) {
          return escaped;
        }

        @Override
        public String link(String url) {
          return url;
        }
      };
}
