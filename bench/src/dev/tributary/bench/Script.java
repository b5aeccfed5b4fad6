package dev.tributary.bench;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The statements that work off one event, in the notation of pgbench: {@code :name} is a variable,
 * and what ends in {@code \gset} sets variables by its columns. pgbench runs the file as it is, and
 * this class runs it by the driver of the service, one statement after the other.
 */
final class Script {
  private static final Path FILE = Path.of("bench/src/dev/tributary/bench/order-paid.sql");
  private static final Pattern VARIABLE = Pattern.compile("(?<!:):([a-z][a-z_0-9]*)");
  private static final Pattern END = Pattern.compile(";\\s*(?:\\n|$)|(?<=\\\\gset)\\s*\\n");

  private record Statement(String sql, List<String> variables, boolean sets) {
    static Statement of(String text) {
      var variables = new ArrayList<String>();
      var sql =
          VARIABLE
              .matcher(text.replace("\\gset", ""))
              .replaceAll(found -> "\\$" + position(variables, found.group(1)));
      return new Statement(sql, variables, text.endsWith("\\gset"));
    }

    private static int position(List<String> variables, String name) {
      if (!variables.contains(name)) {
        variables.add(name);
      }
      return variables.indexOf(name) + 1;
    }
  }

  private final List<Statement> statements;

  private Script(List<Statement> statements) {
    this.statements = statements;
  }

  static String text() {
    try {
      return Files.readString(FILE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Script read() {
    return new Script(
        END.splitAsStream(text())
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .map(Statement::of)
            .toList());
  }

  /** Runs all, each when the one before has answered; the variables are added to on the way. */
  Future<Void> run(SqlClient tx, Map<String, Object> variables) {
    var done = Future.<Void>succeededFuture();
    for (var statement : statements) {
      done = done.compose(before -> run(tx, statement, variables));
    }
    return done;
  }

  private static Future<Void> run(
      SqlClient tx, Statement statement, Map<String, Object> variables) {
    var row = Tuple.tuple();
    statement.variables().forEach(name -> row.addValue(variables.get(name)));
    return tx.preparedQuery(statement.sql())
        .execute(row)
        .onSuccess(
            rows -> {
              if (statement.sets()) {
                set(rows.iterator().next(), variables);
              }
            })
        .mapEmpty();
  }

  private static void set(Row row, Map<String, Object> variables) {
    for (int i = 0; i < row.size(); i++) {
      variables.put(row.getColumnName(i), row.getValue(i));
    }
  }
}
