package dev.tributary;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * Who may know whom, as laws on the compiled classes. It does not look at how a class reads; that
 * is {@link Tidy}'s task.
 */
final class Layers {
  private static final String ROOT = "dev.tributary";

  /** Lowest first. A package knows the tiers below its own: no neighbour, nothing above. */
  private static final List<Set<String>> TIERS =
      List.of(
          Set.of("kernel"),
          Set.of("event", "audit", "settings"),
          Set.of("ledger"),
          Set.of("affiliate"),
          Set.of("link"),
          Set.of("referral"),
          Set.of("commission"),
          Set.of("payout", "reward", "proof"),
          Set.of("worker", "http", "grpc", "amqp", "webhook", "notification"));

  private static final DescribedPredicate<JavaClass> MAIN =
      describe("Main", c -> area(c).isEmpty() && outermost(c).equals("Main"));
  private static final DescribedPredicate<JavaClass> LAUNCH =
      describe("Launch", c -> area(c).isEmpty() && outermost(c).equals("Launch"));
  private static final DescribedPredicate<JavaClass> EDGE =
      describe("an edge", c -> TIERS.getLast().contains(area(c)));
  private static final DescribedPredicate<JavaClass> FEATURE =
      describe("a feature", c -> tier(area(c)) > 0 && !EDGE.test(c));
  private static final Pattern WITH_SUFFIX =
      Pattern.compile(".*(Service|Store|Json|Batcher|Cache)");
  private static final DescribedPredicate<JavaClass> DOMAIN =
      describe(
          "a domain type",
          c ->
              tier(area(c)) == 0
                  || (FEATURE.test(c) && !WITH_SUFFIX.matcher(outermost(c)).matches()));
  private static final DescribedPredicate<JavaClass> STORE =
      describe("a store", c -> isOurs(c) && outermost(c).endsWith("Store"));
  private static final DescribedPredicate<JavaClass> SERVICE =
      describe("a service", c -> FEATURE.test(c) && c.getSimpleName().endsWith("Service"));
  private static final DescribedPredicate<JavaClass> SERVICE_FILE =
      describe("a service's file", c -> FEATURE.test(c) && outermost(c).endsWith("Service"));
  private static final DescribedPredicate<JavaClass> PLATFORM = in("platform");

  private static final Set<String> CHANCE =
      Set.of(
          "java.util.Random",
          "java.util.SplittableRandom",
          "java.util.concurrent.ThreadLocalRandom",
          "java.security.SecureRandom",
          "java.util.random.RandomGenerator");
  private static final Set<String> CLOCK_READS =
      Set.of("currentTimeMillis", "nanoTime", "now", "random", "randomUUID");

  static final ArchRule ORDER =
      classes().should(each("know only tiers below", Layers::order)).as("imports follow the order");

  static final ArchRule NO_CYCLES =
      slices().matching(ROOT + ".(**)").should().beFreeOfCycles().as("packages form no cycle");

  static final ArchRule KERNEL_ON_JDK =
      classes()
          .that(in("kernel"))
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "org.jspecify..", ROOT + ".kernel..")
          .as("the kernel stands on the JDK alone");

  static final ArchRule DOMAIN_WITHOUT_IO =
      noClasses()
          .that(DOMAIN)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx..", "com.fasterxml..")
          .as("domain types know neither Vert.x nor JSON; Service, Store, Json... types do");

  static final ArchRule DOMAIN_WITHOUT_CHANCE =
      classes()
          .that(DOMAIN)
          .should(each("be given time and chance as arguments", Layers::chance))
          .as("domain types read no clock and roll no dice");

  static final ArchRule STORES_HIDDEN =
      classes()
          .that(STORE)
          .should()
          .notBePublic()
          .as("a store is package-private; the service is the door");

  static final ArchRule STORES_AT_HOME =
      classes()
          .should(each("use stores of their own package only", Layers::foreignStores))
          .as("a store is used inside its own package only");

  static final ArchRule STORES_IN_TRANSACTION =
      classes()
          .that(STORE)
          .should(each("leave the transaction to the service", Layers::transactions))
          .as("a store takes the SqlClient first and never opens a transaction");

  static final ArchRule EDGES_WITHOUT_SQL =
      noClasses()
          .that(EDGE)
          .should()
          .dependOnClassesThat(STORE.or(resideInAnyPackage("io.vertx.sqlclient..", "java.sql..")))
          .as("edges ask a service, never a store or the database");

  static final ArchRule ONE_HOME_FOR_SQL =
      onlyIn(
          PLATFORM.or(STORE).or(SERVICE_FILE).or(MAIN),
          "SQL clients are for platform, stores, services, and Main to hand them on",
          "io.vertx.sqlclient..",
          "io.vertx.pgclient..");

  static final ArchRule ONE_HOME_FOR_JDBC =
      onlyIn(
          PLATFORM, "JDBC is for migrations", "java.sql..", "org.flywaydb..", "org.postgresql..");

  static final ArchRule ONE_HOME_FOR_WEB =
      onlyIn(
          in("http"),
          "routing, the contract and tokens are the http edge's",
          "io.vertx.ext.web..",
          "io.vertx.openapi..",
          "io.vertx.ext.auth..");

  static final ArchRule ONE_HOME_FOR_RABBITMQ =
      onlyIn(in("amqp"), "RabbitMQ is the amqp edge's", "io.vertx.rabbitmq..", "com.rabbitmq..");

  static final ArchRule ONE_HOME_FOR_EMBEDDED =
      onlyIn(
          describe("platform.embedded", c -> c.getPackageName().endsWith("platform.embedded")),
          "embedded servers are unpacked and started in platform.embedded alone",
          "org.apache.commons.compress..",
          "org.tukaani..",
          "redis.embedded..");

  static final ArchRule MAIN_COMPOSES =
      noClasses()
          .that(not(MAIN))
          .should()
          .accessTargetWhere(
              DescribedPredicate.<JavaAccess<?>>describe(
                  "the target constructs a service", Layers::constructsService))
          .as("only Main constructs services");

  static final ArchRule NAMED_EXCEPTIONS =
      noClasses()
          .should(THROW_GENERIC_EXCEPTIONS)
          .as("a thrown exception has a name: Refusal for an answer, else the JDK's exact one");

  static final ArchRule ONE_LOGGER =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.util.logging..")
          .as("the log is slf4j, not java.util.logging");

  static final ArchRule SILENT_STREAMS =
      noClasses()
          .that(not(LAUNCH))
          .should(ACCESS_STANDARD_STREAMS)
          .as("only Launch prints; everything else logs");

  private Layers() {}

  private static ArchRule onlyIn(
      DescribedPredicate<JavaClass> home, String law, String... packages) {
    return noClasses()
        .that(not(home))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages)
        .as(law);
  }

  /** One constructor may lead to another of the same class; nothing else may call them. */
  private static boolean constructsService(JavaAccess<?> a) {
    boolean ownConstructor =
        a.getOrigin().isConstructor() && a.getOriginOwner().equals(a.getTargetOwner());
    return a.getName().equals("<init>") && SERVICE.test(a.getTargetOwner()) && !ownConstructor;
  }

  private static void order(JavaClass c, Findings findings) {
    if (!area(c).isEmpty() && !area(c).equals("platform") && tier(area(c)) < 0) {
      findings.add(c.getName() + " is in a package without a place in the order: give it one");
    }
    for (Dependency d : c.getDirectDependenciesFromSelf()) {
      var target = d.getTargetClass().getBaseComponentType();
      if (isOurs(target) && !mayKnow(area(c), area(target))) {
        findings.add(d.getDescription());
      }
    }
  }

  private static boolean mayKnow(String from, String to) {
    if (from.isEmpty() || from.equals(to)) {
      return true;
    }
    return switch (to) {
      case "" -> false;
      case "kernel" -> true;
      case "platform" -> !from.equals("kernel");
      default -> tier(from) > tier(to);
    };
  }

  private static void chance(JavaClass c, Findings findings) {
    for (Dependency d : c.getDirectDependenciesFromSelf()) {
      var name = d.getTargetClass().getName();
      if (CHANCE.contains(name)
          || name.equals("java.time.Clock")
          || name.startsWith("com.github.f4b6a3.uuid")) {
        findings.add(d.getDescription());
      }
    }
    for (JavaAccess<?> a : c.getAccessesFromSelf()) {
      if (CLOCK_READS.contains(a.getName()) && a.getTargetOwner().getName().startsWith("java.")) {
        findings.add(a.getDescription());
      }
    }
  }

  private static void foreignStores(JavaClass c, Findings findings) {
    for (Dependency d : c.getDirectDependenciesFromSelf()) {
      var target = d.getTargetClass().getBaseComponentType();
      if (STORE.test(target) && !target.getPackageName().equals(c.getPackageName())) {
        findings.add(d.getDescription());
      }
    }
  }

  private static void transactions(JavaClass c, Findings findings) {
    for (JavaAccess<?> a : c.getAccessesFromSelf()) {
      if (Set.of("withTransaction", "begin").contains(a.getName())
          && a.getTargetOwner().getPackageName().startsWith("io.vertx.sqlclient")) {
        findings.add(a.getDescription());
      }
    }
    if (!c.isNestedClass()) {
      c.getMethods().stream()
          .filter(m -> !takesClientFirst(m))
          .forEach(m -> findings.add(m.getFullName() + " does not take the SqlClient first"));
    }
  }

  /** Private and static methods are the row mapping beside the statements. */
  private static boolean takesClientFirst(JavaMethod m) {
    return m.getModifiers().contains(JavaModifier.PRIVATE)
        || m.getModifiers().contains(JavaModifier.STATIC)
        || m.getRawParameterTypes().stream()
            .limit(1)
            .anyMatch(first -> first.isAssignableTo("io.vertx.sqlclient.SqlClient"));
  }

  private static int tier(String area) {
    for (int i = 0; i < TIERS.size(); i++) {
      if (TIERS.get(i).contains(area)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isOurs(JavaClass c) {
    return c.getPackageName().equals(ROOT) || c.getPackageName().startsWith(ROOT + '.');
  }

  /** The top package below the root: {@code http}; empty for Main and for foreign classes. */
  private static String area(JavaClass c) {
    if (!isOurs(c) || c.getPackageName().equals(ROOT)) {
      return "";
    }
    return c.getPackageName().substring(ROOT.length() + 1).split("\\.", 2)[0];
  }

  /** The name of the file's type: what is nested in a service is part of the service. */
  private static String outermost(JavaClass c) {
    var local = c.getName().substring(c.getPackageName().length() + 1);
    return local.split("\\$", 2)[0];
  }

  private static DescribedPredicate<JavaClass> in(String area) {
    return describe(area, c -> area(c).equals(area));
  }

  private interface Findings {
    void add(String message);
  }

  private static ArchCondition<JavaClass> each(
      String words, BiConsumer<JavaClass, Findings> inspection) {
    return new ArchCondition<>(words) {
      @Override
      public void check(JavaClass c, ConditionEvents events) {
        inspection.accept(c, text -> events.add(SimpleConditionEvent.violated(c, text)));
      }
    };
  }
}
