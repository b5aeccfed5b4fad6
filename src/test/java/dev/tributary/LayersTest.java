package dev.tributary;

import static dev.tributary.Compiled.nameOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every law of {@link Layers} holds in the service, holds in a small lawful sample, and finds the
 * class that was written to break it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LayersTest {
  /** A law and the smallest class that breaks it. */
  record Law(ArchRule rule, String offender) {}

  private static final List<String> LAWFUL =
      List.of(
          """
          package dev.tributary.affiliate;
          public record Person(java.util.UUID id, java.time.Instant bornAt) {
            public boolean olderThan(Person other) { return bornAt.isBefore(other.bornAt); }
          }
          """,
          """
          package dev.tributary.affiliate;
          class PersonStore {
            io.vertx.core.Future<Person> insert(io.vertx.sqlclient.SqlClient client, Person p) {
              return client.query("SELECT 1").execute().map(p);
            }
          }
          """,
          """
          package dev.tributary.affiliate;
          public final class PersonService {
            private final io.vertx.sqlclient.Pool pool;
            private final PersonStore store = new PersonStore();
            public PersonService(io.vertx.sqlclient.Pool pool) { this.pool = pool; }
            public io.vertx.core.Future<Person> add(Person p) {
              return pool.withTransaction(tx -> store.insert(tx, p));
            }
          }
          """,
          """
          package dev.tributary.http;
          public record PersonApi(dev.tributary.affiliate.PersonService service) {
            public void mount(io.vertx.ext.web.Router router) {
              router.get("/people").handler(c -> service.add(null).onSuccess(p -> c.end()));
            }
          }
          """,
          """
          package dev.tributary.platform.embedded;
          public final class Embedded {
            org.tukaani.xz.XZInputStream programs;
            redis.embedded.RedisServer redis;
            java.sql.Connection database;
          }
          """,
          """
          package dev.tributary;
          public final class Main {
            static Object start(io.vertx.sqlclient.Pool pool) {
              return new dev.tributary.affiliate.PersonService(pool);
            }
          }
          """,
          """
          package dev.tributary;
          public final class Launch {
            static void run() {
              System.out.println("ready");
            }
          }
          """);

  private static final List<Law> LAWS =
      List.of(
          law(
              Layers.ORDER,
              """
              package dev.tributary.ledger;
              class KnowsAbove { dev.tributary.affiliate.Person owner; }
              """),
          law(
              Layers.ORDER,
              """
              package dev.tributary.amqp;
              class KnowsNeighbour { dev.tributary.http.PersonApi api; }
              """),
          law(
              Layers.ORDER,
              """
              package dev.tributary.platform;
              class KnowsFeature { java.util.List<dev.tributary.affiliate.Person> all; }
              """),
          law(
              Layers.ORDER,
              """
              package dev.tributary.affiliate;
              class KnowsMain { dev.tributary.Main main; }
              """),
          law(Layers.ORDER, "package dev.tributary.shared; class WithoutPlace {}"),
          law(
              Layers.NO_CYCLES,
              """
              package dev.tributary.http.left;
              public class Left { dev.tributary.http.right.Right other; }
              """),
          law(
              Layers.KERNEL_ON_JDK,
              "package dev.tributary.kernel; record Noisy(org.slf4j.Logger log) {}"),
          law(
              Layers.DOMAIN_WITHOUT_IO,
              """
              package dev.tributary.commission;
              class Engine { io.vertx.core.Future<Integer> decide() { return null; } }
              """),
          law(
              Layers.DOMAIN_WITHOUT_IO,
              """
              package dev.tributary.commission;
              record Facts(io.vertx.core.json.JsonObject raw) {}
              """),
          law(
              Layers.DOMAIN_WITHOUT_CHANCE,
              """
              package dev.tributary.commission;
              class Deadline { java.time.Instant at() { return java.time.Instant.now(); } }
              """),
          law(
              Layers.DOMAIN_WITHOUT_CHANCE,
              """
              package dev.tributary.referral;
              class Minted {
                java.util.function.Supplier<java.util.UUID> ids = java.util.UUID::randomUUID;
              }
              """),
          law(
              Layers.DOMAIN_WITHOUT_CHANCE,
              """
              package dev.tributary.link;
              class Dice { int roll() { return new java.security.SecureRandom().nextInt(); } }
              """),
          law(Layers.STORES_HIDDEN, "package dev.tributary.link; public class OpenStore {}"),
          law(
              Layers.STORES_AT_HOME,
              "package dev.tributary.referral; class Peeks { dev.tributary.link.OpenStore s; }"),
          law(
              Layers.STORES_IN_TRANSACTION,
              """
              package dev.tributary.link;
              class OpeningStore {
                void add(io.vertx.sqlclient.SqlConnection c) { c.begin(); }
              }
              """),
          law(
              Layers.STORES_IN_TRANSACTION,
              "package dev.tributary.link; class KeepingStore { void add(String code) {} }"),
          law(
              Layers.EDGES_WITHOUT_SQL,
              """
              package dev.tributary.worker;
              class Sweeper { void sweep(io.vertx.sqlclient.Pool pool) { pool.close(); } }
              """),
          law(
              Layers.ONE_HOME_FOR_SQL,
              """
              package dev.tributary.payout;
              class PayoutRules { io.vertx.sqlclient.Row row; }
              """),
          law(
              Layers.ONE_HOME_FOR_JDBC,
              "package dev.tributary.payout; class OldStore { java.sql.Connection c; }"),
          law(
              Layers.ONE_HOME_FOR_WEB,
              """
              package dev.tributary.webhook;
              class Routed { void on(io.vertx.ext.web.RoutingContext context) {} }
              """),
          law(
              Layers.ONE_HOME_FOR_WEB,
              "package dev.tributary.grpc; class Token { io.vertx.ext.auth.User user; }"),
          law(
              Layers.ONE_HOME_FOR_RABBITMQ,
              "package dev.tributary.worker; class Channels { com.rabbitmq.client.Channel c; }"),
          law(
              Layers.ONE_HOME_FOR_EMBEDDED,
              "package dev.tributary.platform; class Spare { redis.embedded.RedisServer r; }"),
          law(
              Layers.MAIN_COMPOSES,
              """
              package dev.tributary.http;
              class Composes {
                Object all = new dev.tributary.affiliate.PersonService(null);
              }
              """),
          law(
              Layers.MAIN_COMPOSES,
              """
              package dev.tributary.event;
              class Nest { static class InnerService {} Object inner = new InnerService(); }
              """),
          law(
              Layers.NAMED_EXCEPTIONS,
              """
              package dev.tributary.platform;
              class Vague { void fail() { throw new RuntimeException("something"); } }
              """),
          law(
              Layers.ONE_LOGGER,
              "package dev.tributary.platform; class Logs { java.util.logging.Logger log; }"),
          law(
              Layers.SILENT_STREAMS,
              """
              package dev.tributary.platform;
              class Prints { void hello() { System.out.println("hello"); } }
              """));

  /** The second half of the cycle. */
  private static final String RIGHT =
      """
      package dev.tributary.http.right;
      public class Right { dev.tributary.http.left.Left other; }
      """;

  private JavaClasses service;
  private JavaClasses lawful;
  private JavaClasses unlawful;

  @BeforeAll
  void compileSamples(@TempDir Path lawfulOut, @TempDir Path unlawfulOut) {
    service =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.tributary");
    lawful = Compiled.classes(lawfulOut, List.of(), LAWFUL);
    var offenders = Stream.concat(LAWS.stream().map(Law::offender), Stream.of(RIGHT)).toList();
    unlawful = Compiled.classes(unlawfulOut, List.of(lawfulOut), offenders);
  }

  static Stream<Named<ArchRule>> laws() {
    return LAWS.stream()
        .map(Law::rule)
        .distinct()
        .map(rule -> Named.of(rule.getDescription(), rule));
  }

  @ParameterizedTest
  @MethodSource("laws")
  void theServiceObeys(ArchRule rule) {
    rule.check(service);
  }

  @ParameterizedTest
  @MethodSource("laws")
  void aLawfulSampleObeys(ArchRule rule) {
    rule.check(lawful);
  }

  static Stream<Named<Law>> offences() {
    return LAWS.stream()
        .map(law -> Named.of(nameOf(law.offender()) + ": " + law.rule().getDescription(), law));
  }

  @ParameterizedTest
  @MethodSource("offences")
  void anOffenderIsFound(Law law) {
    var report = law.rule().evaluate(unlawful).getFailureReport();
    assertThat(report.getDetails())
        .anySatisfy(detail -> assertThat(detail).contains(nameOf(law.offender())));
  }

  @Test
  void everyLawIsProven() {
    var declared =
        Stream.of(Layers.class.getDeclaredFields())
            .filter(field -> field.getType() == ArchRule.class)
            .count();
    assertThat(laws()).hasSize((int) declared);
  }

  private static Law law(ArchRule rule, String offender) {
    return new Law(rule, offender);
  }
}
