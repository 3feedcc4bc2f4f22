package io.kronosq.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kronosq.cdi.mistake.MistakeCode;
import io.kronosq.handler.BatchItem;
import io.kronosq.handler.TaskContext;
import io.kronosq.handler.TaskHandler;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchMistakesTest {
  private static String mistakeOf(MistakeCode code, Class<?>... beans) {
    Throwable failure = catchThrowable(() -> Application.of(beans).start().close());
    assertThat(failure).as("failure of the deployment").isNotNull();
    // Weld puts the messages of the problems into its own exception.
    String message = failure.toString();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof KronosDeploymentException) {
        message = cause.getMessage();
      }
    }
    assertThat(message).contains("Kronosq found 1 deployment mistake:\n 1. " + code.id() + ": ");
    return message;
  }

  @ApplicationScoped
  @SuppressWarnings("rawtypes")
  static class RawList {
    @KronosHandler("a")
    @KronosBatch
    public void handle(List payloads) {}
  }

  @Test
  void listThatDoesNotSayOfWhat() {
    assertThat(mistakeOf(MistakeCode.BATCH_PAYLOADS_UNKNOWN, RawList.class))
        .contains("$RawList.handle(List) has @KronosBatch and takes java.util.List, which does not")
        .contains("take List<BatchItem>, or a List of the payload's class");
  }

  @ApplicationScoped
  static class Wildcard {
    @KronosHandler("a")
    @KronosBatch
    public void handle(List<? extends Number> payloads) {}
  }

  @Test
  void listOfAWildcard() {
    assertThat(mistakeOf(MistakeCode.BATCH_PAYLOADS_UNKNOWN, Wildcard.class))
        .contains("takes java.util.List<? extends java.lang.Number>, which does not say what");
  }

  @ApplicationScoped
  static class OnePayload {
    @KronosHandler("a")
    @KronosBatch
    public void handle(String payload, TaskContext context) {}
  }

  @Test
  void batchOfAHandlerThatTakesOnePayload() {
    assertThat(mistakeOf(MistakeCode.BATCH_PAYLOADS_UNKNOWN, OnePayload.class))
        .contains("has @KronosBatch and takes java.lang.String, which does not say what");
  }

  @ApplicationScoped
  static class ListAndPayload {
    @KronosHandler("a")
    @KronosBatch
    public void handle(List<String> payloads, String payload) {}
  }

  @Test
  void batchAndPayload() {
    assertThat(mistakeOf(MistakeCode.SEVERAL_PAYLOADS, ListAndPayload.class))
        .contains(
            "takes 2 payloads (java.util.List<java.lang.String>, java.lang.String): a handler")
        .contains("takes at most one List of a batch's tasks and one TaskContext");
  }

  @ApplicationScoped
  static class ItemsAndPayloads {
    @KronosHandler("a")
    public void handle(List<BatchItem> items, List<String> payloads) {}
  }

  @Test
  void itemsAndPayloads() {
    assertThat(mistakeOf(MistakeCode.SEVERAL_PAYLOADS, ItemsAndPayloads.class))
        .contains("takes at most one List of a batch's tasks and one TaskContext");
  }

  @ApplicationScoped
  static class OneItem {
    @KronosHandler("a")
    public void handle(BatchItem item) {}
  }

  @ApplicationScoped
  static class OtherCollection {
    @KronosHandler("a")
    public void handle(Collection<? extends BatchItem> items) {}
  }

  @Test
  void itemsThatAreNoList() {
    assertThat(mistakeOf(MistakeCode.BATCH_ITEMS_NO_LIST, OneItem.class))
        .contains(
            "takes io.kronosq.handler.BatchItem: the tasks of a batch come as List<BatchItem>");
    assertThat(mistakeOf(MistakeCode.BATCH_ITEMS_NO_LIST, OtherCollection.class))
        .contains("come as List<BatchItem>");
  }

  @ApplicationScoped
  static class Alone {
    @KronosBatch
    public void handle(List<String> payloads) {}
  }

  @ApplicationScoped
  @KronosBatch
  static class ClassAlone implements TaskHandler {
    @KronosHandler("a")
    @Override
    public void handle(TaskContext context) {}
  }

  @Test
  void batchWithoutHandler() {
    assertThat(mistakeOf(MistakeCode.BATCH_WITHOUT_HANDLER, Alone.class))
        .contains("$Alone.handle(List) has @KronosBatch without @KronosHandler: add it");
    assertThat(mistakeOf(MistakeCode.BATCH_WITHOUT_HANDLER, ClassAlone.class))
        .contains("$ClassAlone has @KronosBatch without @KronosHandler: add it");
  }

  @ApplicationScoped
  static class TooLarge {
    @KronosHandler("a")
    @KronosBatch(maxSize = 1_001)
    public void handle(List<String> payloads) {}
  }

  @Test
  void moreThanABatchHolds() {
    assertThat(mistakeOf(MistakeCode.BATCH_NOT_ALLOWED, TooLarge.class))
        .contains("has a @KronosBatch that is not allowed: A batch has 1 to 1000 tasks at most");
  }

  @ApplicationScoped
  static class BadDelay {
    @KronosHandler("a")
    @KronosBatch(maxDelay = "soon")
    public void handle(List<String> payloads) {}
  }

  @ApplicationScoped
  static class NoGrace {
    @KronosHandler("a")
    @KronosBatch(gracePeriod = "0s")
    public void handle(List<String> payloads) {}
  }

  @Test
  void timeThatIsNone() {
    assertThat(mistakeOf(MistakeCode.BATCH_TIME_IS_NO_DURATION, BadDelay.class))
        .contains("has a @KronosBatch with maxDelay=\"soon\": write a duration such as");
    assertThat(mistakeOf(MistakeCode.BATCH_NOT_ALLOWED, NoGrace.class))
        .contains("gracePeriod must be at least 1 ms");
  }

  @ApplicationScoped
  static class OfAPrefix {
    @KronosHandler("a:*")
    @KronosBatch
    public void handle(List<String> payloads) {}
  }

  @Test
  void defaultsOfAPrefix() {
    assertThat(mistakeOf(MistakeCode.BATCH_FOR_PREFIX, OfAPrefix.class))
        .contains("has a @KronosBatch that groups tasks of the prefix 'a:*'")
        .contains("@KronosBatch(group = \"\")");
  }
}
