package io.kronosq.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Builds the keys or arguments of a call, and reads its answers. */
final class Args {
  private static final byte[][] NONE = new byte[0][];

  private final List<byte[]> values;

  Args(int expected) {
    values = new ArrayList<>(expected);
  }

  static byte[][] of(byte[]... values) {
    return values;
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  static byte[] bytes(long number) {
    return Long.toString(number).getBytes(StandardCharsets.ISO_8859_1);
  }

  Args add(byte[] value) {
    values.add(value);
    return this;
  }

  Args add(String text) {
    return add(bytes(text));
  }

  Args add(long number) {
    return add(bytes(number));
  }

  Args addAll(byte[]... more) {
    values.addAll(Arrays.asList(more));
    return this;
  }

  int size() {
    return values.size();
  }

  byte[][] toArray() {
    return values.toArray(NONE);
  }

  static String text(Object answer) {
    return new String((byte[]) answer, UTF_8);
  }

  static long number(Object answer) {
    return (Long) answer;
  }

  @SuppressWarnings("unchecked")
  static List<Object> list(Object answer) {
    return (List<Object>) answer;
  }

  static Set<String> texts(Object answer) {
    List<Object> members = list(answer);
    if (members.isEmpty()) {
      return Set.of();
    }
    Set<String> texts = new LinkedHashSet<>();
    members.forEach(member -> texts.add(text(member)));
    return texts;
  }
}
