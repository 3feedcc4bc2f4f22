package io.kronosq.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/** A certificate for 127.0.0.1 and its key, as PEM files, made by the JDK's keytool. */
public record SelfSignedCertificate(Path certificate, Path key) {
  private static final String PASSWORD = "changeit";

  public static SelfSignedCertificate forLoopback() {
    try {
      Path folder = Files.createTempDirectory("kronosq-test-tls");
      Path store = folder.resolve("store.p12");
      runKeytool(store, folder.resolve("keytool.log"));
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(store)) {
        keys.load(in, PASSWORD.toCharArray());
      }
      Path certificate = folder.resolve("certificate.pem");
      Path key = folder.resolve("key.pem");
      Files.writeString(certificate, pem("CERTIFICATE", keys.getCertificate("redis").getEncoded()));
      Files.writeString(
          key, pem("PRIVATE KEY", keys.getKey("redis", PASSWORD.toCharArray()).getEncoded()));
      for (Path file : List.of(certificate, key, store, folder.resolve("keytool.log"))) {
        file.toFile().deleteOnExit();
      }
      return new SelfSignedCertificate(certificate, key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The certificate can't be made", e);
    }
  }

  private static void runKeytool(Path store, Path log) throws IOException {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process process =
        new ProcessBuilder(
                keytool.toString(),
                "-genkeypair",
                "-alias",
                "redis",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (process.waitFor() != 0) {
        throw new IllegalStateException("keytool failed: " + Files.readString(log));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a certificate was made", e);
    }
  }

  private static String pem(String what, byte[] der) {
    return "-----BEGIN "
        + what
        + "-----\n"
        + Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der)
        + "\n-----END "
        + what
        + "-----\n";
  }
}
