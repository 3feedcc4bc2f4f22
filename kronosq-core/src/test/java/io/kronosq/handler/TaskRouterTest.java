package io.kronosq.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kronosq.testing.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TaskRouterTest {
  private static final TaskHandler NOTHING = context -> {};

  private static String patternFor(TaskRouter router, String type) {
    TaskRouter.Route route = router.find(type);
    return route == null ? null : route.pattern();
  }

  @Test
  void anExactTypeWinsOverPrefixes() {
    TaskRouter router =
        new TaskRouter()
            .handle("email:*", NOTHING)
            .handle("email:welcome", NOTHING)
            .handle("email:welcome*", NOTHING);
    assertThat(patternFor(router, "email:welcome")).isEqualTo("email:welcome");
  }

  @Test
  void theLongestPrefixWinsWhateverTheOrder() {
    TaskRouter router =
        new TaskRouter()
            .handle("email:*", NOTHING)
            .handle("email:welcome:*", NOTHING)
            .handle("e*", NOTHING)
            .handle("*", NOTHING);
    assertThat(patternFor(router, "email:welcome:again")).isEqualTo("email:welcome:*");
    assertThat(patternFor(router, "email:welcome")).isEqualTo("email:*");
    assertThat(patternFor(router, "else")).isEqualTo("e*");
    assertThat(patternFor(router, "other")).isEqualTo("*");
  }

  @Test
  void aPrefixMatchesItselfWithoutARest() {
    assertThat(patternFor(new TaskRouter().handle("email:*", NOTHING), "email:"))
        .isEqualTo("email:*");
  }

  @Test
  void anUnknownTypeHasNoRoute() {
    TaskRouter router = new TaskRouter().handle("email:*", NOTHING).handle("a", NOTHING);
    assertThat(router.find("sms:welcome")).isNull();
    assertThat(router.find("ab")).isNull();
    assertThat(router.find("email")).isNull();
  }

  @Test
  void aStarInsideIsAnOrdinaryCharacter() {
    TaskRouter router = new TaskRouter().handle("a*b", NOTHING);
    assertThat(router.find("axb")).isNull();
    assertThat(patternFor(router, "a*b")).isEqualTo("a*b");
  }

  @Test
  void aSecondHandlerForATypeOrPrefixIsRefused() {
    TaskRouter router = new TaskRouter().handle("a", NOTHING).handle("a*", NOTHING);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> router.handle("a", NOTHING))
        .withMessageContaining("'a'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> router.handle("a*", NOTHING))
        .withMessageContaining("'a*'");
  }

  @Test
  void middlewareRunsOutermostFirst() throws Exception {
    List<String> calls = new ArrayList<>();
    TaskRouter router =
        new TaskRouter()
            .use(named("first", calls), named("second", calls))
            .use(named("third", calls))
            .handle("t", context -> calls.add("handler"));
    Await.answer(router.find("t").handler().handle(null));
    assertThat(calls)
        .containsExactly(
            "first", "second", "third", "handler", "third end", "second end", "first end");
  }

  @Test
  void middlewareWrapsOnlyWhatIsRoutedAfterwards() throws Exception {
    List<String> calls = new ArrayList<>();
    TaskRouter router =
        new TaskRouter()
            .handle("before", context -> calls.add("before"))
            .use(named("layer", calls))
            .handle("after", context -> calls.add("after"));
    Await.answer(router.find("before").handler().handle(null));
    assertThat(calls).containsExactly("before");
  }

  @Test
  void middlewareThatWouldNotSeeTheOutcomeRefusesAsynchronousHandlers() {
    TaskRouter router = new TaskRouter().use(named("layer", new ArrayList<>()));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(
            () -> router.handleAsync("t", context -> CompletableFuture.completedFuture(null)))
        .withMessageContaining("wrapAsync");
    assertThat(router.isEmpty()).isTrue();
  }

  @Test
  void aRouterWithoutRoutesIsEmpty() {
    assertThat(new TaskRouter().isEmpty()).isTrue();
    assertThat(new TaskRouter().handle("a*", NOTHING).isEmpty()).isFalse();
  }

  private static TaskMiddleware named(String name, List<String> calls) {
    return next ->
        context -> {
          calls.add(name);
          next.handle(context);
          calls.add(name + " end");
        };
  }
}
