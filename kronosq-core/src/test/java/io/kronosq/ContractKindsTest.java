package io.kronosq;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.kronosq.testing.TestCluster;
import io.kronosq.testing.TestRedis;
import io.kronosq.testing.TestSentinel;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is a contract holds on one server, with sentinels and on a cluster. */
class ContractKindsTest {
  private static final List<JavaClass> CONTRACTS =
      new ClassFileImporter()
              .withImportOption(new ImportOption.OnlyIncludeTests())
              .importPackages("io.kronosq")
              .stream()
              .filter(type -> type.getSimpleName().endsWith("Contract"))
              .toList();

  private static Set<String> kindsOf(JavaClass contract) {
    return contract.getAllSubclasses().stream()
        .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
        .flatMap(type -> type.getFields().stream())
        .filter(field -> field.isAnnotatedWith(RegisterExtension.class))
        .map(JavaField::getRawType)
        .map(JavaClass::getName)
        .collect(Collectors.toSet());
  }

  @Test
  void everyContractRunsOnEveryKindOfRedis() {
    assertThat(CONTRACTS)
        .hasSizeGreaterThan(7)
        .allSatisfy(
            contract ->
                assertThat(kindsOf(contract))
                    .as(contract.getName())
                    .contains(
                        TestRedis.class.getName(),
                        TestSentinel.class.getName(),
                        TestCluster.class.getName()));
  }
}
