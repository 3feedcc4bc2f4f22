package io.kronosq.redis;

import io.kronosq.inspect.Concurrency;
import io.kronosq.inspect.ConcurrencySample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How samples of a server's concurrency are written: {@code 1790000000000 8 3 10}. */
final class SampleText {
  private SampleText() {}

  /** All but the time, which Redis puts in front. */
  static String of(Concurrency concurrency) {
    return concurrency.target() + " " + concurrency.busy() + " " + concurrency.max();
  }

  /** Those that were put in front of each other, the oldest first. */
  static List<ConcurrencySample> samples(List<byte[]> latestFirst) {
    List<ConcurrencySample> samples = new ArrayList<>(latestFirst.size());
    for (int i = latestFirst.size() - 1; i >= 0; i--) {
      String[] parts = Args.text(latestFirst.get(i)).split(" ", -1);
      samples.add(
          new ConcurrencySample(
              Instant.ofEpochMilli(Long.parseLong(parts[0])),
              Integer.parseInt(parts[1]),
              Integer.parseInt(parts[2]),
              Integer.parseInt(parts[3])));
    }
    return samples;
  }
}
