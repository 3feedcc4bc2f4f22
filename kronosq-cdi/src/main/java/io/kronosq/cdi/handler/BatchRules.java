package io.kronosq.cdi.handler;

import io.kronosq.cdi.KronosBatch;
import io.kronosq.cdi.KronosHandler;
import io.kronosq.cdi.mistake.MistakeCode;
import io.kronosq.cdi.mistake.Mistakes;
import io.kronosq.task.Aggregation;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Names;
import io.kronosq.time.DurationText;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the attributes of a {@link KronosBatch} may say. */
final class BatchRules {
  /** Stands for the groups that callers name. */
  private static final String ANY = "any";

  private BatchRules() {}

  /**
   * The defaults for tasks of the handler's type.
   *
   * @param handler what the annotation stands beside
   * @param batch the annotation
   * @param mistakes told what is wrong, without the method's name
   */
  static List<EnqueueOption> defaults(KronosHandler handler, KronosBatch batch, Mistakes mistakes) {
    Duration maxDelay = duration("maxDelay", batch.maxDelay(), mistakes);
    Duration gracePeriod = duration("gracePeriod", batch.gracePeriod(), mistakes);
    if (maxDelay == null || gracePeriod == null) {
      return List.of();
    }
    try {
      Aggregation how = new Aggregation(batch.maxSize(), maxDelay, gracePeriod);
      List<EnqueueOption> defaults = defaults(batch.group(), how);
      if (handler.value().endsWith("*") && !defaults.isEmpty()) {
        mistakes.add(
            MistakeCode.BATCH_FOR_PREFIX,
            "has a @KronosBatch that groups tasks of the prefix '"
                + handler.value()
                + "', but such defaults are those of a single task type: name the type, or write"
                + " @KronosBatch(group = \"\") and pass the group as an option to enqueue");
      }
      return defaults;
    } catch (IllegalArgumentException e) {
      mistakes.add(
          MistakeCode.BATCH_NOT_ALLOWED,
          "has a @KronosBatch that is not allowed: " + e.getMessage());
      return List.of();
    }
  }

  private static List<EnqueueOption> defaults(String group, Aggregation how) {
    if (!group.isEmpty()) {
      return List.of(EnqueueOption.group(Names.checkGroup(group), how));
    }
    // The sizes and times stay when the group is taken away, for a caller that names one.
    return how.equals(Aggregation.DEFAULT)
        ? List.of()
        : List.of(EnqueueOption.group(ANY, how), EnqueueOption.ungrouped());
  }

  private static @Nullable Duration duration(String name, String text, Mistakes mistakes) {
    try {
      return DurationText.parse(text);
    } catch (IllegalArgumentException e) {
      mistakes.add(
          MistakeCode.BATCH_TIME_IS_NO_DURATION,
          "has a @KronosBatch with "
              + name
              + "=\""
              + text
              + "\": write a duration "
              + DurationText.FORM);
      return null;
    }
  }
}
