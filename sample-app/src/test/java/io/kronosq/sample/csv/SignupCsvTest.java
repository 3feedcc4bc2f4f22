package io.kronosq.sample.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kronosq.sample.signup.Signup;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignupCsvTest {
  @Test
  void readsColumnsInAnyOrderAndCaseAmongOthers() throws Exception {
    assertThat(rows("id, EMail ,NAME\r\n7,ada@example.org,Ada\r\n"))
        .containsExactly(read(2, "Ada", "ada@example.org"));
  }

  @Test
  void readsQuotedFieldsWithCommasQuotesAndLineEnds() throws Exception {
    assertThat(
            rows(
                "name,email\n\"Lovelace, \"\"Ada\"\"\",ada@x.org\n\"Grace\r\nHopper\",g@x.org\nAlan,a@x.org\n"))
        .containsExactly(
            read(2, "Lovelace, \"Ada\"", "ada@x.org"),
            read(3, "Grace Hopper", "g@x.org"),
            read(5, "Alan", "a@x.org"));
  }

  @Test
  void dropsAByteOrderMarkBlankLinesAndSpacesAroundFields() throws Exception {
    assertThat(rows("\uFEFF\"name\",email\n\n   \n \"Ada\" ,  ada@x.org \n"))
        .containsExactly(read(4, "Ada", "ada@x.org"));
  }

  @Test
  void readsALastLineWithoutAnEndAndLinesThatEndWithCarriageReturnsOnly() throws Exception {
    assertThat(rows("name,email\rAda,ada@x.org\rAlan,a@x.org"))
        .containsExactly(read(2, "Ada", "ada@x.org"), read(3, "Alan", "a@x.org"));
  }

  @Test
  void reportsBadRowsByLineAndReadsOn() throws Exception {
    List<SignupRow> rows =
        rows("name,email\nonly one\nAda,ada@x.org\n\"Al\"an,a@x.org\na,b,c\nGrace,g@x.org\n");

    assertThat(rows)
        .containsExactly(
            new SignupRow.Unreadable(2, "the row has 1 fields, the header 2"),
            read(3, "Ada", "ada@x.org"),
            new SignupRow.Unreadable(
                4,
                "the row goes on after a closing quote; write a quote inside a quoted field twice"),
            new SignupRow.Unreadable(5, "the row has 3 fields, the header 2"),
            read(6, "Grace", "g@x.org"));
  }

  @Test
  void aQuoteThatIsNeverClosedCostsItsOwnLineOnly() throws Exception {
    assertThat(rows("name,email\n\"Ada,ada@x.org\nAlan,a@x.org\n\"Grace\",g@x.org\n"))
        .containsExactly(
            new SignupRow.Unreadable(
                2,
                "the row goes on after a closing quote; write a quote inside a quoted field twice"),
            read(3, "Alan", "a@x.org"),
            read(4, "Grace", "g@x.org"));
    assertThat(rows("name,email\n\"Ada,ada@x.org\nAlan,a@x.org\n"))
        .containsExactly(
            new SignupRow.Unreadable(2, "the row opens a quote that is not closed"),
            read(3, "Alan", "a@x.org"));
  }

  @Test
  void aQuoteInsideAnUnquotedFieldIsAnOrdinaryCharacter() throws Exception {
    assertThat(rows("name,email\nConan \"Red\" O'Brien,c@x.org\nAda,ada@x.org\n"))
        .containsExactly(read(2, "Conan \"Red\" O'Brien", "c@x.org"), read(3, "Ada", "ada@x.org"));
  }

  @Test
  void reportsARowThatIsTooLong() throws Exception {
    String longName = "x".repeat(RowTexts.MAX_LENGTH);

    assertThat(rows("name,email\n" + longName + ",a@x.org\nAda,ada@x.org\n"))
        .containsExactly(
            new SignupRow.Unreadable(2, "the row is longer than 16384 characters"),
            read(3, "Ada", "ada@x.org"));
  }

  @Test
  void reportsBytesThatAreNotInTheCharacterSet() throws Exception {
    assertThat(rows("name,email\nAd\uFFFD,ada@x.org\n"))
        .singleElement()
        .isInstanceOfSatisfying(
            SignupRow.Unreadable.class, row -> assertThat(row.reason()).contains("UTF-8"));
  }

  @Test
  void refusesAFileWithoutTheHeader() {
    assertThatThrownBy(() -> rows("")).hasMessageContaining("empty");
    assertThatThrownBy(() -> rows("Ada,ada@x.org\n"))
        .isInstanceOf(HeaderException.class)
        .hasMessageContaining("'name' is not among [ada, ada@x.org]");
    assertThatThrownBy(() -> rows("\"name,email\nAda,ada@x.org\n"))
        .hasMessageContaining("quote that is not closed");
  }

  @Test
  void readsAHugeFileInBoundedMemory() throws Exception {
    int count = 300_000;
    GeneratedCsv file = new GeneratedCsv(count);
    SignupCsv csv = new SignupCsv(file);

    long furthestAhead = 0;
    int rows = 0;
    while (csv.next() != null) {
      rows++;
      furthestAhead = Math.max(furthestAhead, file.rowsHandedOut() - rows);
    }

    assertThat(rows).isEqualTo(count);
    assertThat(furthestAhead).isLessThan(1_000);
  }

  @Test
  void aQuoteThatIsNeverClosedDoesNotReadFarAhead() throws Exception {
    GeneratedCsv file = new GeneratedCsv(300_000, "\"never closed,x@x.org\n");
    SignupCsv csv = new SignupCsv(file);

    assertThat(csv.next()).isInstanceOf(SignupRow.Unreadable.class);
    assertThat(file.rowsHandedOut()).isLessThan(2_000);
    assertThat(csv.next()).isEqualTo(read(3, "Name 1", "n1@x.org"));
  }

  private static List<SignupRow> rows(String text) throws IOException, HeaderException {
    SignupCsv csv = new SignupCsv(new StringReader(text));
    List<SignupRow> rows = new ArrayList<>();
    for (SignupRow row = csv.next(); row != null; row = csv.next()) {
      rows.add(row);
    }
    return rows;
  }

  private static SignupRow read(int line, String name, String email) {
    return new SignupRow.Read(line, new Signup(name, email));
  }
}
