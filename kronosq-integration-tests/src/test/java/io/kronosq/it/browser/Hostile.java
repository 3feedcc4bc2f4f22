package io.kronosq.it.browser;

/** Texts that would do harm where they are taken for anything but text. */
public final class Hostile {
  /** Markup that sets {@code window.hacked} when it is taken for markup. */
  public static final String MARKUP =
      "<img src=x onerror='window.hacked=1'><script>window.hacked=1</script>"
          + "\"><svg onload=window.hacked=1>${window.hacked=1}{{window.hacked=1}}";

  /** The same with what turns the direction of writing, and combining marks. */
  public static final String TURNED =
      "\u202Egnp.exe\u202C \u2066" + MARKUP + " Z\u0351\u0352\u0353";

  /** Without any place to break. */
  public static final String LONG = MARKUP + "x".repeat(20_000);

  private Hostile() {}
}
