package io.kronosq;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.kronosq");

  @Test
  void onlyTheRedisPackageSeesTheRedisClient() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.kronosq.redis")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.lettuce..", "io.netty..")
        .check(MAIN);
  }

  @Test
  void theRedisPackageIsTheOneThatSeesTheRedisClient() {
    classes()
        .that()
        .haveFullyQualifiedName("io.kronosq.redis.RedisConnections")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.lettuce..")
        .check(MAIN);
  }

  @Test
  void theEngineKnowsNothingOfJakarta() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta..", "javax.inject..", "javax.enterprise..")
        .check(MAIN);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("(io.kronosq..)").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void thePortKnowsNoneOfItsUsers() {
    noClasses()
        .that()
        .resideInAnyPackage("io.kronosq.store", "io.kronosq.task")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.kronosq",
            "io.kronosq.redis",
            "io.kronosq.worker",
            "io.kronosq.client",
            "io.kronosq.handler",
            "io.kronosq.event")
        .check(MAIN);
  }

  @Test
  void notifiersAreListenersAndNothingElse() {
    noClasses()
        .that()
        .resideInAPackage("io.kronosq.notify")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.kronosq",
            "io.kronosq.redis",
            "io.kronosq.worker",
            "io.kronosq.client",
            "io.kronosq.store")
        .check(MAIN);
    noClasses()
        .that()
        .resideOutsideOfPackage("io.kronosq.notify")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.kronosq.notify")
        .check(MAIN);
  }

  @Test
  void noPackageIsAGrabBag() {
    noClasses()
        .should()
        .resideInAnyPackage("..util..", "..utils..", "..common..", "..helper..", "..misc..")
        .check(MAIN);
  }

  @Test
  void timeIsToldByTheTimePackageOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.kronosq.time")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(LocalDateTime.class, "now")
        .orShould()
        .callMethod(ZonedDateTime.class, "now")
        .orShould()
        .callMethod(InstantSource.class, "system")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(Clock.class, "systemDefaultZone")
        .orShould()
        .callConstructor(Date.class)
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(MAIN);
  }

  @Test
  void nothingSleeps() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.kronosq.time")
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(Thread.class, "sleep", long.class, int.class)
        .check(MAIN);
  }
}
