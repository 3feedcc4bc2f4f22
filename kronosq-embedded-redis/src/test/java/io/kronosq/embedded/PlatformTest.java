package io.kronosq.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, linux-amd64",
    "Linux, aarch64, linux-arm64",
    "Linux, i386, linux-386",
    "Mac OS X, x86_64, darwin-amd64",
    "Mac OS X, aarch64, darwin-arm64",
  })
  void packagedPlatformsHaveABinary(String os, String arch, String suffix) {
    Platform platform = new Platform(os, arch);
    assertThat(platform.binarySuffix()).contains(suffix);
    assertThatCode(() -> RedisBinary.of(platform)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"Windows 11, amd64", "Linux, s390x", "FreeBSD, amd64", "'', ''"})
  void othersHaveNone(String os, String arch) {
    assertThat(new Platform(os, arch).binarySuffix()).isEmpty();
  }
}
