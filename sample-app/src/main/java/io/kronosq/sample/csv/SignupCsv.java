package io.kronosq.sample.csv;

import io.kronosq.sample.signup.Signup;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads sign-ups from CSV (RFC 4180) whose header has the columns {@code name} and {@code email},
 * in any order and case, among others. It keeps one row at a time, and a bad row does not keep it
 * from reading the next.
 */
public final class SignupCsv {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setIgnoreSurroundingSpaces(true).get();
  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final char REPLACEMENT = '\uFFFD';

  private final RowTexts rows;
  private final int columns;
  private final int nameColumn;
  private final int emailColumn;

  /**
   * Reads the header.
   *
   * @param reader closed by the caller
   * @throws HeaderException when a column is missing
   */
  public SignupCsv(Reader reader) throws IOException, HeaderException {
    rows = new RowTexts(reader);
    List<String> header = header(rows.next());
    columns = header.size();
    nameColumn = column(header, "name");
    emailColumn = column(header, "email");
  }

  /** The next row, or null at the end. */
  public @Nullable SignupRow next() throws IOException {
    RowText row = rows.next();
    return row == null ? null : read(row);
  }

  private SignupRow read(RowText row) throws IOException {
    if (row.fault() != null) {
      return new SignupRow.Unreadable(row.line(), "the row " + row.fault());
    }
    if (row.text().indexOf(REPLACEMENT) >= 0) {
      return new SignupRow.Unreadable(
          row.line(), "the row is not in the file's character set, UTF-8 unless it names another");
    }
    CSVRecord fields;
    try {
      fields = fields(row.text());
    } catch (UncheckedIOException e) {
      return new SignupRow.Unreadable(row.line(), "the row is malformed: " + e.getMessage());
    }
    if (fields.size() != columns) {
      return new SignupRow.Unreadable(
          row.line(), "the row has " + fields.size() + " fields, the header " + columns);
    }
    Signup signup = new Signup(fields.get(nameColumn), fields.get(emailColumn));
    return new SignupRow.Read(row.line(), signup);
  }

  private static List<String> header(@Nullable RowText row) throws IOException, HeaderException {
    if (row == null) {
      throw new HeaderException(
          "The file is empty; its first line must name the columns: name,email");
    }
    if (row.fault() != null) {
      throw new HeaderException("The header " + row.fault());
    }
    String text = row.text();
    if (text.startsWith(BYTE_ORDER_MARK)) {
      text = text.substring(BYTE_ORDER_MARK.length());
    }
    return fields(text).stream().map(field -> field.toLowerCase(Locale.ROOT)).toList();
  }

  private static int column(List<String> header, String name) throws HeaderException {
    int column = header.indexOf(name);
    if (column < 0) {
      throw new HeaderException(
          "The first line must name the columns name and email, separated by a comma; '"
              + name
              + "' is not among "
              + header);
    }
    return column;
  }

  private static CSVRecord fields(String row) throws IOException {
    try (CSVParser parser = CSVParser.parse(row, FORMAT)) {
      return parser.iterator().next();
    }
  }
}
