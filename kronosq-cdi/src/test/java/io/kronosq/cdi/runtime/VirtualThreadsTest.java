package io.kronosq.cdi.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.cdi.config.ThreadKind;
import jakarta.enterprise.concurrent.ManagedThreadFactoryDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/**
 * Why there are no virtual threads; a server that makes some is what the integration tests have.
 */
class VirtualThreadsTest {
  @Test
  void platformThreadsMayBeDemanded() {
    VirtualThreads found = VirtualThreads.find(ThreadKind.PLATFORM);
    assertThat(found.factory()).isNull();
    assertThat(found.why()).isEqualTo("kronosq.threads=platform");
  }

  @Test
  @EnabledForJreRange(max = JRE.JAVA_20)
  void oldJavaHasNone() {
    assertThat(VirtualThreads.find(ThreadKind.VIRTUAL).why())
        .isEqualTo("Java " + Runtime.version().feature() + " has no virtual ones");
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_24)
  void serverMayMakeNone() {
    VirtualThreads found = VirtualThreads.find(ThreadKind.AUTO);
    assertThat(found.factory()).isNull();
    assertThat(found.why()).contains(VirtualThreadsDefinition.JNDI_NAME);
  }

  @Test
  void theServerIsAskedForVirtualThreads() {
    assertThat(
            VirtualThreadsDefinition.class
                .getAnnotation(ManagedThreadFactoryDefinition.class)
                .virtual())
        .isTrue();
  }
}
