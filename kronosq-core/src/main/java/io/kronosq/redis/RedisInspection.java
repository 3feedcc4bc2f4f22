package io.kronosq.redis;

import io.kronosq.inspect.GroupInfo;
import io.kronosq.inspect.RedisInfo;
import io.kronosq.inspect.TaskAction;
import io.kronosq.store.InspectStore;
import io.kronosq.task.TaskState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** What inspectors ask of Redis. */
final class RedisInspection implements InspectStore {
  private final ListCommands listing;
  private final ActionCommands acting;
  private final InspectCommands queues;
  private final GroupCommands groups;
  private final FactCommands facts;

  RedisInspection(
      ListCommands listing,
      ActionCommands acting,
      InspectCommands queues,
      GroupCommands groups,
      FactCommands facts) {
    this.listing = listing;
    this.acting = acting;
    this.queues = queues;
    this.groups = groups;
    this.facts = facts;
  }

  @Override
  public CompletionStage<Listing> list(String queue, TaskState state, Range range, int most) {
    return listing.list(queue, state, range, most);
  }

  @Override
  public CompletionStage<Extent> extent(String queue, TaskState state) {
    return listing.extent(queue, state);
  }

  @Override
  public CompletionStage<Map<String, TaskState>> apply(
      String queue, TaskAction action, List<String> ids) {
    return acting.apply(queue, action, ids);
  }

  @Override
  public CompletionStage<Long> drop(String queue, boolean forced) {
    return queues.drop(queue, forced);
  }

  @Override
  public CompletionStage<Void> forget(String queue) {
    return queues.forget(queue);
  }

  @Override
  public CompletionStage<List<GroupInfo>> groups(String queue, int most) {
    return groups.groups(queue, most);
  }

  @Override
  public CompletionStage<Long> runGroup(String queue, String type, String group) {
    return groups.run(queue, type, group);
  }

  @Override
  public CompletionStage<RedisInfo> redis() {
    return facts.info();
  }
}
