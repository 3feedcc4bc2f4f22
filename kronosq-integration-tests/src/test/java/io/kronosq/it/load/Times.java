package io.kronosq.it.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * How long something took.
 *
 * @param millis ascending
 */
record Times(List<Double> millis) {
  /**
   * Does it several times.
   *
   * @param count how often
   * @param timed does it, and tells the ms that it took
   */
  static Times of(int count, Callable<Double> timed) {
    List<Double> taken = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        taken.add(timed.call());
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    Collections.sort(taken);
    return new Times(taken);
  }

  double median() {
    return percentile(50);
  }

  private double percentile(int percent) {
    return millis.get((millis.size() * percent + 99) / 100 - 1);
  }

  /** Median and maximum; with a hundred or more also what one in a hundred exceeded. */
  @Override
  public String toString() {
    return millis.size() < 100
        ? String.format(Locale.ROOT, "%.0f (max. %.0f)", median(), percentile(100))
        : String.format(
            Locale.ROOT,
            "p50 %.1f, p99 %.1f, max. %.1f",
            median(),
            percentile(99),
            percentile(100));
  }
}
