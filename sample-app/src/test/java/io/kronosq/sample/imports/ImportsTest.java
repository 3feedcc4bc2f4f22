package io.kronosq.sample.imports;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ImportsTest {
  private final Imports imports = new Imports();

  @Test
  void findsAnImportById() {
    ImportProgress progress = imports.begin();

    assertThat(imports.find(progress.id())).containsSame(progress);
    assertThat(imports.find("unknown")).isEmpty();
  }

  @Test
  void listsTheNewestFirst() {
    String first = imports.begin().id();
    String second = imports.begin().id();

    assertThat(imports.statuses()).extracting(ImportStatus::id).containsExactly(second, first);
  }

  @Test
  void forgetsTheOldestOfTooMany() {
    String oldest = imports.begin().id();
    for (int i = 0; i < 50; i++) {
      imports.begin();
    }

    assertThat(imports.find(oldest)).isEmpty();
    assertThat(imports.statuses()).hasSize(50);
  }
}
