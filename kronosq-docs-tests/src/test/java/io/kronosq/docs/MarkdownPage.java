package io.kronosq.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.jspecify.annotations.Nullable;

/** A page of the documentation. */
public final class MarkdownPage {
  /** The root of the repository, seen from the folder of any module. */
  public static final Path ROOT = Path.of("..");

  private static final Parser PARSER =
      Parser.builder().includeSourceSpans(IncludeSourceSpans.BLOCKS).build();

  private final Path path;
  private final String text;
  private final List<CodeBlock> blocks = new ArrayList<>();
  private final List<String> links = new ArrayList<>();
  private final Set<String> anchors = new HashSet<>();

  private MarkdownPage(Path path, String text) {
    this.path = path;
    this.text = text;
    PARSER.parse(text).accept(new Collector());
  }

  /**
   * Reads a page.
   *
   * @param path of the file
   */
  public static MarkdownPage read(Path path) {
    try {
      return new MarkdownPage(path, Files.readString(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** README and its like, and everything in the folder {@code docs}. */
  public static List<MarkdownPage> all() {
    return Stream.of(ROOT, ROOT.resolve("docs"))
        .flatMap(MarkdownPage::files)
        .map(MarkdownPage::read)
        .toList();
  }

  private static Stream<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its file. */
  public Path path() {
    return path;
  }

  /** The whole of it. */
  public String text() {
    return text;
  }

  /** Its fenced blocks, from the top. */
  public List<CodeBlock> blocks() {
    return blocks;
  }

  /** The targets of its links, as written. */
  public List<String> links() {
    return links;
  }

  /** What its headings are linked by. */
  public Set<String> anchors() {
    return anchors;
  }

  @Override
  public String toString() {
    return String.valueOf(path.getFileName());
  }

  private final class Collector extends AbstractVisitor {
    private final IdGenerator ids = IdGenerator.builder().build();

    @Override
    public void visit(FencedCodeBlock block) {
      int line = block.getSourceSpans().get(0).getLineIndex() + 2;
      blocks.add(new CodeBlock(path, line, block.getInfo(), file(block), block.getLiteral()));
    }

    private static @Nullable String file(Node block) {
      return block.getPrevious() instanceof Paragraph paragraph
              && paragraph.getFirstChild() instanceof Code code
          ? code.getLiteral()
          : null;
    }

    @Override
    public void visit(Link link) {
      links.add(link.getDestination());
      visitChildren(link);
    }

    @Override
    public void visit(Heading heading) {
      StringBuilder words = new StringBuilder();
      heading.accept(
          new AbstractVisitor() {
            @Override
            public void visit(Text node) {
              words.append(node.getLiteral());
            }

            @Override
            public void visit(Code node) {
              words.append(node.getLiteral());
            }
          });
      anchors.add(ids.generateId(words.toString()));
      visitChildren(heading);
    }
  }
}
