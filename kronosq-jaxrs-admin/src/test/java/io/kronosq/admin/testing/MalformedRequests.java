package io.kronosq.admin.testing;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Sends what nobody should: requests for things that are there, each with a fault of types, sizes,
 * encodings, cursors, ids, headers, methods or formats.
 */
public final class MalformedRequests {
  private static final int THREADS = 4;
  private static final int MOST_DEVIATIONS = 20;
  private static final Pattern NEXT = Pattern.compile("\"next\":\"([^\"]+)\"");

  private final URI base;
  private final Map<DocumentedOperation, String> targets = new LinkedHashMap<>();
  private final List<DocumentedOperation> operations;
  private final List<Fault> faults;
  private final Map<String, Map<Integer, LongAdder>> answers = new ConcurrentHashMap<>();

  /** What the resources are to be configured with, so that a body of moderate size is too large. */
  public static final Map<String, String> SETTINGS = Map.of("kronosq.payload.max-bytes", "65536");

  /**
   * @param base where the resources are
   * @param subjects makes what the operations are for
   */
  public MalformedRequests(String base, Subjects subjects) throws Exception {
    this.base = URI.create(base);
    operations = DocumentedOperation.all();
    for (DocumentedOperation operation : operations) {
      targets.put(operation, subjects.path(operation) + operation.queryExample());
    }
    subjects.rest();
    faults =
        Stream.of(
                HeaderFaults.all(operations),
                AddressFaults.all(cursors(new AdminClient(base))),
                BodyFaults.all(),
                WireFaults.all())
            .flatMap(List::stream)
            .toList();
  }

  /** Of all lists that have a next page. */
  private List<String> cursors(AdminClient admin) throws IOException, InterruptedException {
    List<String> cursors = new ArrayList<>();
    for (Map.Entry<DocumentedOperation, String> each : targets.entrySet()) {
      if (each.getKey().query().stream().anyMatch(query -> query.name().equals("cursor"))) {
        String path = each.getValue().replaceFirst("\\?.*", "") + "?limit=1";
        Matcher next = NEXT.matcher(admin.get("admin", path).body());
        if (next.find()) {
          cursors.add(next.group(1));
        }
      }
    }
    return cursors;
  }

  /**
   * Sends them as an admin.
   *
   * @param count how many
   * @param seed decides what is sent
   * @return where an answer was not one that is right for the fault
   */
  public List<String> deviations(int count, long seed) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<List<String>>> parts = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Random random = new Random(seed + i);
        parts.add(() -> send(count / THREADS, random));
      }
      List<String> deviations = new ArrayList<>();
      for (Future<List<String>> part : threads.invokeAll(parts)) {
        deviations.addAll(part.get());
      }
      return deviations;
    } finally {
      threads.shutdownNow();
    }
  }

  private List<String> send(int count, Random random) throws IOException {
    List<String> deviations = new ArrayList<>();
    try (WireClient client = new WireClient(base)) {
      for (int i = 0; i < count && deviations.size() < MOST_DEVIATIONS; i++) {
        DocumentedOperation operation = Fault.one(operations, random);
        List<Fault> suiting = faults.stream().filter(each -> each.suits().test(operation)).toList();
        Fault fault = Fault.one(suiting, random);
        WireRequest sound = WireRequest.sound(operation, targets.get(operation));
        WireRequest request = fault.making().of(sound, operation, random);
        WireClient.Answer answer = client.send(request);
        count(fault, answer.status());
        if (!fault.allows(answer.status(), operation)) {
          deviations.add(
              fault.name()
                  + " of "
                  + operation.id()
                  + ": "
                  + request
                  + ": "
                  + answer.status()
                  + " "
                  + answer.body());
        }
      }
    }
    return deviations;
  }

  private void count(Fault fault, int status) {
    answers
        .computeIfAbsent(fault.name(), name -> new ConcurrentHashMap<>())
        .computeIfAbsent(status, each -> new LongAdder())
        .increment();
  }

  /** How often each fault was answered with each status; 0 is for no answer at all. */
  public String told() {
    StringBuilder told = new StringBuilder();
    new TreeMap<>(answers)
        .forEach(
            (fault, statuses) ->
                told.append(fault).append(' ').append(new TreeMap<>(statuses)).append('\n'));
    return told.toString();
  }
}
