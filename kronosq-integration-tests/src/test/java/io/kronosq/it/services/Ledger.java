package io.kronosq.it.services;

import io.kronosq.cdi.KronosHandler;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Handlers in a transaction. */
@ApplicationScoped
public class Ledger {
  @Resource(lookup = "java:comp/DefaultDataSource")
  private DataSource database;

  /** Writes an entry; one that is called wrong fails after it was written. */
  @Transactional
  @KronosHandler("ledger")
  public void write(String entry) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement insert = connection.prepareStatement("insert into ledger values (?)")) {
      insert.setString(1, entry);
      insert.executeUpdate();
    }
    if (entry.equals("wrong")) {
      throw new IllegalStateException("after it was written");
    }
  }

  /** Makes the table. */
  public void create() throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement create =
            connection.prepareStatement("create table if not exists ledger (entry varchar(20))")) {
      create.executeUpdate();
    }
  }

  /** How often an entry is there. */
  public int count(String entry) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement select =
            connection.prepareStatement("select count(*) from ledger where entry = ?")) {
      select.setString(1, entry);
      try (ResultSet found = select.executeQuery()) {
        found.next();
        return found.getInt(1);
      }
    }
  }
}
