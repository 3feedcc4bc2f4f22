package io.kronosq.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * Java of the pages, as the compiler sees it. Names that belong to the reader's application, such
 * as the class of a payload, may be unknown to it; what is used of Kronosq may not.
 */
class SnippetsTest {
  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  /** How names begin that are taken for Kronosq's own. */
  private static final Pattern OWN =
      Pattern.compile("(Kronos|Task|Enqueue|Queue|Retry|Schedule|Inspect|Limit|Redis|Unique).*");

  private static final Pattern UNKNOWN =
      Pattern.compile("symbol: +(?:class|variable|method) (\\w+).*", Pattern.DOTALL);

  private static final Pattern OTHER_PACKAGE =
      Pattern.compile("package (?!io\\.kronosq).* does not exist");

  /** A class that is not one of the snippet's package. */
  private static final Pattern ELSEWHERE =
      Pattern.compile("location: (?!(?:class|interface) s\\d+)");

  @Test
  void whatPagesUseOfKronosqIsThere() throws IOException {
    List<String> problems = new ArrayList<>();
    List<Snippet> snippets = new ArrayList<>();
    for (CodeBlock block : javaBlocks()) {
      List<Snippet> parts = parts(block, "s" + snippets.size());
      if (parts.isEmpty()) {
        problems.add(block.place() + " can't be parsed:\n" + block.text());
      }
      snippets.addAll(parts);
    }
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    compiler(found, snippets).analyze();
    found.getDiagnostics().stream()
        .filter(each -> each.getKind() == Diagnostic.Kind.ERROR && !isOfTheReader(each))
        .forEach(each -> problems.add(text(each)));
    assertThat(snippets).hasSizeGreaterThan(30);
    assertThat(problems).isEmpty();
  }

  /** Those of the quick starts are compiled when these are followed; mistakes need not compile. */
  private static List<CodeBlock> javaBlocks() {
    return MarkdownPage.all().stream()
        .filter(page -> !page.path().endsWith("deployment-mistakes.md"))
        .flatMap(page -> page.blocks().stream())
        .filter(block -> block.language().equals("java") && !block.text().startsWith("package "))
        .toList();
  }

  /** The whole block; or each of its paragraphs, where they are of different kinds. */
  private static List<Snippet> parts(CodeBlock block, String name) throws IOException {
    Optional<Snippet> whole = parsed(Snippet.readings(block, name, block.text()));
    if (whole.isPresent()) {
      return List.of(whole.get());
    }
    List<Snippet> parts = new ArrayList<>();
    for (String paragraph : block.text().split("\\n\\n", -1)) {
      Optional<Snippet> part =
          parsed(Snippet.readings(block, name + "p" + parts.size(), paragraph));
      if (part.isEmpty()) {
        return List.of();
      }
      parts.add(part.get());
    }
    return parts;
  }

  private static Optional<Snippet> parsed(List<Snippet> readings) throws IOException {
    for (Snippet reading : readings) {
      DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
      compiler(found, List.of(reading)).parse();
      if (found.getDiagnostics().isEmpty()) {
        return Optional.of(reading);
      }
    }
    return Optional.empty();
  }

  private static JavacTask compiler(
      DiagnosticCollector<JavaFileObject> found, List<Snippet> snippets) {
    List<String> options =
        List.of(
            "-proc:none",
            "--should-stop=ifError=ATTR",
            "-Xmaxerrs",
            "10000",
            "--class-path",
            System.getProperty("java.class.path"));
    return (JavacTask) COMPILER.getTask(null, null, found, options, null, snippets);
  }

  private static boolean isOfTheReader(Diagnostic<? extends JavaFileObject> error) {
    String message = error.getMessage(Locale.ENGLISH);
    if (OTHER_PACKAGE.matcher(message).matches()) {
      return true;
    }
    Matcher unknown = UNKNOWN.matcher(message);
    return unknown.find()
        && !OWN.matcher(unknown.group(1)).matches()
        && !ELSEWHERE.matcher(message).find();
  }

  private static String text(Diagnostic<? extends JavaFileObject> error) {
    Snippet snippet = (Snippet) error.getSource();
    return snippet.block().place() + ": " + error.getMessage(Locale.ENGLISH);
  }
}
