package io.kronosq.redis;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The scripts as a store sends them: each behind the store's prelude, which is mostly empty. */
final class ScriptTexts {
  private final byte[][] sources;
  private final String[] digests;

  /**
   * @param prelude Lua that stands before each script
   */
  ScriptTexts(byte[] prelude) {
    Script[] scripts = Script.values();
    sources = new byte[scripts.length][];
    digests = new String[scripts.length];
    for (Script script : scripts) {
      byte[] source = behind(prelude, script.source());
      sources[script.ordinal()] = source;
      digests[script.ordinal()] = digest(source);
    }
  }

  byte[] source(Script script) {
    return sources[script.ordinal()];
  }

  /** The digest by which Redis knows the script. */
  String sha(Script script) {
    return digests[script.ordinal()];
  }

  private static byte[] behind(byte[] prelude, byte[] source) {
    byte[] text = new byte[prelude.length + source.length];
    System.arraycopy(prelude, 0, text, 0, prelude.length);
    System.arraycopy(source, 0, text, prelude.length, source.length);
    return text;
  }

  private static String digest(byte[] source) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(source));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-1", e);
    }
  }
}
