package io.kronosq.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kronosq.task.KronosException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What differs between databases. */
enum Dialect {
  H2("H2"),
  DERBY("Apache Derby"),
  POSTGRESQL("PostgreSQL"),
  MYSQL("MySQL", "MariaDB"),
  ORACLE("Oracle"),
  SQLSERVER("Microsoft SQL Server");

  /** The name that a configured one replaces. */
  static final String TABLE = "kronosq_outbox";

  @SuppressWarnings("ImmutableEnumChecker")
  private final List<String> products;

  Dialect(String... products) {
    this.products = List.of(products);
  }

  /**
   * The dialect of a database.
   *
   * @throws KronosException when it is none of these
   */
  static Dialect of(DatabaseMetaData database) throws SQLException {
    String product = database.getDatabaseProductName();
    for (Dialect dialect : values()) {
      if (dialect.products.contains(product)) {
        return dialect;
      }
    }
    throw new KronosException(
        "The outbox can't be kept in '"
            + product
            + "'; use one of "
            + Arrays.stream(values())
                .flatMap(dialect -> dialect.products.stream())
                .collect(Collectors.joining(", ")));
  }

  /**
   * A query for some rows only.
   *
   * @param query with an {@code ORDER BY} at its end
   * @param rows how many at most
   */
  String limited(String query, int rows) {
    return query
        + (this == MYSQL ? " LIMIT " + rows : " OFFSET 0 ROWS FETCH NEXT " + rows + " ROWS ONLY");
  }

  /**
   * The statements that create the two tables.
   *
   * @param table the name of the outbox's table
   */
  List<String> definitions(String table) {
    String file = name().toLowerCase(Locale.ROOT) + ".sql";
    try (InputStream in = Dialect.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("The file " + file + " is missing from the jar");
      }
      String script =
          new String(in.readAllBytes(), UTF_8).replaceAll("--[^\n]*\n", "").replace(TABLE, table);
      return Arrays.stream(script.split(";")).map(String::strip).filter(s -> !s.isEmpty()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("The file " + file + " can't be read", e);
    }
  }
}
