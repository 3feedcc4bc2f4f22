package io.kronosq.admin.live;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A browser that reads all at once, or nothing, until the test says so. */
final class FakeOutlet implements Outlet {
  private final List<Message> sent = Collections.synchronizedList(new ArrayList<>());
  private volatile CompletableFuture<Void> reading = CompletableFuture.completedFuture(null);
  private volatile boolean closed;

  @Override
  public CompletionStage<?> send(Message message) {
    sent.add(message);
    return reading;
  }

  @Override
  public void close() {
    closed = true;
  }

  void stopsReading() {
    reading = new CompletableFuture<>();
  }

  void readsAgain() {
    CompletableFuture<Void> before = reading;
    reading = CompletableFuture.completedFuture(null);
    before.complete(null);
  }

  void goes() {
    CompletableFuture<Void> before = reading;
    reading = CompletableFuture.failedFuture(new IllegalStateException("gone"));
    before.completeExceptionally(new IllegalStateException("gone"));
  }

  List<Message> sent() {
    return List.copyOf(sent);
  }

  List<String> names() {
    return sent().stream().map(Message::name).toList();
  }

  List<String> data(String name) {
    return sent().stream()
        .filter(message -> message.name().equals(name))
        .map(Message::data)
        .toList();
  }

  boolean isClosed() {
    return closed;
  }
}
