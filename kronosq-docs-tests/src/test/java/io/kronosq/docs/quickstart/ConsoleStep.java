package io.kronosq.docs.quickstart;

import io.kronosq.docs.CodeBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A command of a console block, and what the page says that it prints.
 *
 * @param command what stands behind the dollar sign
 * @param output the lines below; an ellipsis stands for anything, over several lines where it
 *     stands alone
 */
record ConsoleStep(String command, List<String> output) {
  private static final String DOLLAR = "$ ";

  static List<ConsoleStep> of(CodeBlock block) {
    List<ConsoleStep> steps = new ArrayList<>();
    for (String line : block.text().lines().toList()) {
      if (line.startsWith(DOLLAR)) {
        steps.add(new ConsoleStep(line.substring(DOLLAR.length()), new ArrayList<>()));
      } else {
        steps.get(steps.size() - 1).output().add(line);
      }
    }
    return steps;
  }

  /** Whether all that was printed is what the page says. */
  boolean matches(String printed) {
    return pattern().matcher(printed).matches();
  }

  /** Whether what was printed so far begins with what the page says. */
  boolean beginsLike(String printed) {
    return pattern().matcher(printed).lookingAt();
  }

  private Pattern pattern() {
    String lines =
        output.stream()
            .map(line -> line.equals("…") ? "(?s:.*?)" : inLine(line) + "\\R")
            .collect(Collectors.joining());
    return Pattern.compile(lines);
  }

  private static String inLine(String line) {
    return Stream.of(line.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
  }
}
