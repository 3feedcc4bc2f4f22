package io.kronosq.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LinksTest {
  static Iterable<MarkdownPage> pages() {
    return MarkdownPage.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkToAFileLeadsThere(MarkdownPage page) {
    assertThat(page.links())
        .filteredOn(link -> !link.contains(":"))
        .allSatisfy(link -> assertThat(leads(page, link)).as(link).isTrue());
  }

  private static boolean leads(MarkdownPage page, String link) {
    int hash = link.indexOf('#');
    String file = hash < 0 ? link : link.substring(0, hash);
    Path target = file.isEmpty() ? page.path() : page.path().resolveSibling(file);
    return Files.exists(target)
        && (hash < 0 || MarkdownPage.read(target).anchors().contains(link.substring(hash + 1)));
  }

  @Test
  void everyPageIsReachedFromTheGuide() {
    Path docs = MarkdownPage.ROOT.resolve("docs");
    MarkdownPage guide = MarkdownPage.read(docs.resolve("guide.md"));
    assertThat(pages())
        .map(MarkdownPage::path)
        .filteredOn(path -> path.startsWith(docs) && !path.equals(guide.path()))
        .allSatisfy(path -> assertThat(guide.links()).contains(path.getFileName().toString()));
  }
}
