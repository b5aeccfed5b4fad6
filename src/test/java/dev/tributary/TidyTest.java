package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.Tidy.Finding;
import dev.tributary.Tidy.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The project is tidy, and each rule of {@link Tidy} finds the file that was written to break it.
 */
class TidyTest {
  private static final String MAIN = "src/main/java/dev/tributary/";
  private static final String TEST = "src/test/java/dev/tributary/";

  /** The floor is laid before the house: a name goes from here when its first user arrives. */
  private static final Set<String> AWAITS_ITS_FIRST_USE = Set.of("Rate", "StateTable", "TypeId");

  @Test
  void theProjectIsTidy() {
    var sources = Tidy.sources(Path.of(""));
    assertThat(sources).as("files found").hasSizeGreaterThan(20);
    var findings = Tidy.inspect(sources);
    assertThat(findings).filteredOn(f -> !awaits(f)).isEmpty();
    assertThat(findings)
        .filteredOn(TidyTest::awaits)
        .as("dead files; strike what is in use now from AWAITS_ITS_FIRST_USE")
        .hasSameSizeAs(AWAITS_ITS_FIRST_USE);
  }

  private static boolean awaits(Finding finding) {
    var type = finding.path().replaceFirst(".*/(\\w+)\\.java", "$1");
    return finding.rule().equals("dead file") && AWAITS_ITS_FIRST_USE.contains(type);
  }

  @Test
  void aTidyFileHasNoFinding() {
    assertThat(inMain("ledger/Tidy", "long minor; String note = \"TO\" + \"DO double\";"))
        .isEmpty();
  }

  @Test
  void wordsOfTheTradeAreNoNotes() {
    assertThat(inMain("ledger/Tidy", "String none = \"XXX\"; // no currency")).isEmpty();
    var excused = "void f() { try { g(); } catch (E e) {\n // Reported below.\n } }";
    assertThat(inMain("ledger/Tidy", excused)).isEmpty();
  }

  @Test
  void aFindingNamesPlaceRuleAndWayOut() {
    var findings = inMain("ledger/Late", "\n  Object d = new java.util.Date();");
    assertThat(findings)
        .extracting(Finding::toString)
        .containsExactly(
            MAIN + "ledger/Late.java:4 [banned word] java.util.Date; instead: java.time.Instant");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          banned word | void f() { System.out.println(); }
          banned word | void f(Exception e) { e.printStackTrace(); }
          banned word | void f() { Thread.sleep(1); }
          banned word | void f() { java.lang.Thread.sleep(1); }
          banned word | Object f(Future<?> future) { return future.await(); }
          banned word | Object f(Future<?> future) { return Future.await(future); }
          banned word | CompletableFuture<?> future;
          banned word | @SuppressWarnings("unchecked") Object raw;
          exact money | double rate;
          exact money | long f(long base) { return (long) (base * 0.1); }
          exact money | java.util.List<Double> rates;
          exact money | float rate;
          unfinished  | // TODO later
          unfinished  | /* FIXME */ long minor;
          unfinished  | // CHECKSTYLE:OFF
          empty catch | void f() { try { g(); } catch (RuntimeException e) { } }
          empty catch | void f() { try { g(); } catch (RuntimeException _) {} }
          vague name  | static class AccountManager {}
          vague name  | record RowDto() {}
          vague name  | interface Utils {}
          constructor parameters | Sample(int a, int b, int c, int d, int e, int f, int g) {}
          """)
  void mainCodeDoesWithout(String rule, String member) {
    assertThat(inMain("ledger/Sample", member)).extracting(Finding::rule).containsOnly(rule);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          banned word | @Disabled void f() {}
          banned word | void f() { Thread.sleep(1); }
          empty catch | void f() { try { g(); } catch (RuntimeException e) { } }
          """)
  void testCodeDoesWithout(String rule, String member) {
    var findings = Tidy.inspect(List.of(type(TEST + "SampleTest.java", member)));
    assertThat(findings).extracting(Finding::rule).containsOnly(rule);
  }

  @Test
  void mainPrintsItsBannerAndRecordsMayBeWide() {
    assertThat(inMain("Main", "void f() { System.out.println(); }")).isEmpty();
    var wide = "record Wide(int a, int b, int c, int d, int e, int f, int g) { Wide {} }";
    assertThat(inMain("http/Page", wide)).isEmpty();
    assertThat(inMain("http/Ratio", "double share;")).isEmpty();
  }

  @Test
  void aTypeWithoutItsSentenceIsFound() {
    var bare = Source.of(MAIN + "link/Bare.java", "package dev.tributary.link; class Bare {}\n");
    var user = type(MAIN + "link/User.java", "Bare bare; User me;");
    assertThat(Tidy.inspect(List.of(bare, user)))
        .extracting(Finding::rule)
        .containsExactly("javadoc", "dead file");
  }

  @Test
  void budgetsHoldToTheLine() {
    assertThat(inMain("link/A", lines(250 - 4))).isEmpty();
    assertThat(rules("link/A", lines(251 - 4))).containsExactly("file length");
    assertThat(inMain("link/A", "void f() {" + lines(39) + "}")).isEmpty();
    assertThat(rules("link/A", "void f() {" + lines(40) + "}")).containsExactly("method length");
    assertThat(inMain("link/A", "\n// " + "x".repeat(97))).isEmpty();
    assertThat(rules("link/A", "\n// " + "x".repeat(98))).containsExactly("line length");
    assertThat(inMain("link/A", "String SQL = " + textBlock(40) + ";")).isEmpty();
    assertThat(rules("link/A", "String SQL = " + textBlock(41) + ";"))
        .containsExactly("text block length");
  }

  @Test
  void testFilesMayBeLongerAndTheContractWider() {
    var test = type(TEST + "LongTest.java", lines(350 - 4));
    var longer = type(TEST + "LongerTest.java", lines(351 - 4));
    var contract = Source.of("openapi.yaml", "x".repeat(300));
    var config = Source.of("config/default.yaml", "x".repeat(121));
    assertThat(Tidy.inspect(List.of(test, longer, contract, config)))
        .extracting(Finding::path)
        .containsExactly(longer.path(), config.path());
  }

  @Test
  void aTypeNobodyNamesIsDead() {
    var dead = type(MAIN + "link/Dead.java", "Dead another; // see Alive");
    var alive = type(MAIN + "link/Alive.java", "String dead = \"Dead\"; Listed listed;");
    var listed = type(MAIN + "link/Listed.java", "Alive alive;");
    var plugged = type(MAIN + "link/Plugged.java", "");
    var services = "src/main/resources/META-INF/services/java.lang.Runnable";
    var list = Source.of(services, "dev.tributary.link.Plugged");
    assertThat(Tidy.inspect(List.of(dead, alive, listed, plugged, list)))
        .extracting(Finding::path)
        .containsExactly(dead.path());
  }

  @Test
  void packagesMediansAndResourcesHaveBudgets() {
    var crowd =
        IntStream.range(0, 15)
            .mapToObj(i -> type(MAIN + "link/T" + i + ".java", "T" + (i + 1) % 15 + " next;"));
    assertThat(Tidy.inspect(crowd.toList()))
        .extracting(Finding::rule)
        .containsExactly("package size");
    var fat = ("\n// " + "x".repeat(90)).repeat(30);
    assertThat(rules("link/Fat", fat)).containsExactly("median file size");
    var font = new Source("src/main/resources/web/font.woff2", "", (1 << 20) + 1);
    assertThat(Tidy.inspect(List.of(font)))
        .extracting(Finding::rule)
        .containsExactly("resource size");
  }

  private static Stream<String> rules(String name, String body) {
    return inMain(name, body).stream().map(Finding::rule);
  }

  /** The findings of one main file that another one uses. */
  private static List<Finding> inMain(String name, String body) {
    var simpleName = name.substring(name.lastIndexOf('/') + 1);
    var user = type(MAIN + "Main.java", simpleName + " used;");
    var file = type(MAIN + name + ".java", body);
    return Tidy.inspect(name.equals("Main") ? List.of(file) : List.of(file, user));
  }

  /** A file of four lines with one documented type. */
  private static Source type(String path, String body) {
    var name = path.substring(path.lastIndexOf('/') + 1).replace(".java", "");
    return Source.of(path, "\n/** Sample. */\nclass " + name + " {" + body + "\n}");
  }

  private static String lines(int count) {
    return "\n".repeat(count);
  }

  private static String textBlock(int lines) {
    return "\"\"\"" + "\n".repeat(lines - 1) + "\"\"\"";
  }
}
