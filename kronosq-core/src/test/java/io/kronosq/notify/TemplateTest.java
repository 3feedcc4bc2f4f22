package io.kronosq.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TemplateTest {
  private static String render(String template) {
    return Template.parse(template).render(p -> p == Placeholder.ERROR ? "" : p.name());
  }

  @Test
  void placeholdersAreFilledIn() {
    assertThat(render("{type} in {queue}: {count}")).isEqualTo("TYPE in QUEUE: COUNT");
  }

  @Test
  void doubledBracesAreBraces() {
    assertThat(render("{{type}} }} {{{type}}}")).isEqualTo("{type} } {TYPE}");
  }

  @Test
  void aLineWhosePlaceholdersAreAllEmptyIsLeftOut() {
    assertThat(render("Error: {error}\n{type} {error}\n\nend")).isEqualTo("TYPE \n\nend");
  }

  @Test
  void anUnknownPlaceholderIsNamed() {
    assertThatThrownBy(() -> Template.parse("{type} {tpye}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("The placeholder {tpye} is unknown")
        .hasMessageContaining("{type}");
  }

  @Test
  void aBraceThatIsNotClosedIsShown() {
    assertThatThrownBy(() -> Template.parse("{type} {queue"))
        .hasMessageContaining("The brace at '{queue' is not closed");
  }

  @Test
  void aTemplateIsNotTooLong() {
    assertThatThrownBy(() -> Template.parse("x".repeat(501))).hasMessageContaining("not 501");
    assertThatThrownBy(() -> Template.parse("{id}".repeat(21)))
        .hasMessageContaining("20 placeholders, not 21");
  }

  @Test
  void linksEncodeWhatTheyShow() {
    assertThat(
            LinkTemplate.parse("https://ops.example/#/{queue}/{id}")
                .of(TestEvents.archived("t", "a b/c?d\"<&ü")))
        .isEqualTo("https://ops.example/#/default/a%20b%2Fc%3Fd%22%3C%26%C3%BC");
  }

  @Test
  void linksRefuseOtherSchemesAndPlaceholders() {
    assertThatThrownBy(() -> LinkTemplate.parse("javascript:{id}"))
        .hasMessageContaining("https://");
    assertThatThrownBy(() -> LinkTemplate.parse("https://x/{error}"))
        .hasMessageContaining("A link has no {error}");
    assertThatThrownBy(() -> LinkTemplate.parse("https://x/|{id}"))
        .hasMessageContaining("no spaces");
  }
}
