package io.kronosq.docs;

import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.SimpleJavaFileObject;

/**
 * Java of a page: classes, members of a class, statements or an expression. What such a piece
 * leaves out is given to it: imports, and the objects that an application has at hand.
 */
final class Snippet extends SimpleJavaFileObject {
  private static final String IMPORTS =
      """
      import static io.kronosq.task.EnqueueOption.*;
      import static io.kronosq.testkit.assertj.KronosAssertions.assertThat;
      import io.kronosq.*;
      import io.kronosq.cdi.*;
      import io.kronosq.event.*;
      import io.kronosq.handler.*;
      import io.kronosq.inspect.*;
      import io.kronosq.notify.*;
      import io.kronosq.redis.*;
      import io.kronosq.schedule.*;
      import io.kronosq.task.*;
      import io.kronosq.testkit.*;
      import io.kronosq.trace.*;
      import io.kronosq.worker.AutoScale;
      import jakarta.ejb.Stateless;
      import jakarta.enterprise.context.*;
      import jakarta.enterprise.event.*;
      import jakarta.enterprise.inject.*;
      import jakarta.inject.*;
      import jakarta.transaction.Transactional;
      import java.io.*;
      import java.net.*;
      import java.time.*;
      import java.util.*;
      import java.util.concurrent.*;
      """;

  private static final String GIVEN =
      """
      class Given {
        KronosClient kronos, client;
        Inspector inspector;
        Scheduler scheduler;
        RedisConfig redis;
        TaskContext task, context;
        TaskRouter router;
        KronosServer server;
        KronosServer.Builder builder;
        PayloadCodec codec;
        String id;
      }
      class Snippet extends Given {
      """;

  private static final Pattern LEFT_OUT = Pattern.compile("\\{\\s*…\\s*}");
  private static final Pattern PUBLIC_TYPE =
      Pattern.compile("^public (?=[a-z ]*(class|interface|record|enum) )", Pattern.MULTILINE);

  private final CodeBlock block;
  private final String source;

  private Snippet(CodeBlock block, String name, String source) {
    super(URI.create("string:///" + name + "/Snippet.java"), Kind.SOURCE);
    this.block = block;
    this.source = "package " + name + ";\n" + source;
  }

  /**
   * The ways to read a text as Java; the first that can be parsed is meant.
   *
   * @param block where it stands
   * @param name of a package that no other snippet has
   * @param text the block's, or a part of it
   */
  static List<Snippet> readings(CodeBlock block, String name, String text) {
    String whole = LEFT_OUT.matcher(text).replaceAll("{ throw null; }").replace(")…", ");");
    String java = PUBLIC_TYPE.matcher(whole.replace("…", "")).replaceAll("");
    return Stream.of(
            java.startsWith("import ") ? java : IMPORTS + java,
            IMPORTS + GIVEN + java + "}",
            IMPORTS + GIVEN + "void run() throws Exception {" + java + "}}",
            IMPORTS + GIVEN + "Object value() throws Exception { return " + java + ";}}")
        .map(reading -> new Snippet(block, name, reading))
        .toList();
  }

  CodeBlock block() {
    return block;
  }

  @Override
  public CharSequence getCharContent(boolean ignoreEncodingErrors) {
    return source;
  }
}
