package io.kronosq.schedule;

import io.kronosq.store.Answers;
import io.kronosq.store.ScheduleStore;
import io.kronosq.store.StoreException;
import io.kronosq.store.TaskStore;
import io.kronosq.store.TickRecord;
import io.kronosq.store.TickReply;
import io.kronosq.store.TickRequest;
import io.kronosq.store.TickState;
import io.kronosq.task.KronosException;
import io.kronosq.task.PayloadCodec;
import io.kronosq.task.TaskRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * Looks at schedules, and steers them, without a running server. A change holds at once: when the
 * call returns, no server takes a tick any more that the change rules out. Safe for use by many
 * threads. A call fails with {@link StoreException} when the store can't be asked, and with {@link
 * KronosException} when there is no schedule of the id.
 */
public final class Schedules {
  /** Most entries that the history of a schedule keeps. */
  public static final int MAX_HISTORY = 100;

  private static final int MAX_TRIES = 10;
  private static final String OPERATOR = "operator";

  private final ScheduleStore store;
  private final ScheduleEditor editor;

  private Schedules(TaskStore store) {
    this.store = store.schedules();
    editor = new ScheduleEditor(this.store, store.partitions());
  }

  /**
   * The schedules of a store.
   *
   * @param store an open store
   */
  public static Schedules of(TaskStore store) {
    return new Schedules(store);
  }

  /** All schedules, by id; one of a newer format than this process reads is left out. */
  public List<ScheduleInfo> list() {
    Instant now = Answers.await(store.watch()).now();
    List<ScheduleEntry> entries =
        List.copyOf(ScheduleCodec.decode(Answers.await(store.definitions())).values());
    List<CompletionStage<TickState>> states = entries.stream().map(this::state).toList();
    List<ScheduleInfo> infos = new ArrayList<>(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      infos.add(info(entries.get(i), Answers.await(states.get(i)), now));
    }
    return infos;
  }

  /**
   * A schedule, if it is there.
   *
   * @param id its id
   */
  public Optional<ScheduleInfo> get(String id) {
    return Answers.await(store.definition(id))
        .map(definition -> info(ScheduleCodec.decode(id, definition)));
  }

  private ScheduleInfo info(ScheduleEntry entry) {
    return info(entry, Answers.await(state(entry)), Answers.await(store.watch()).now());
  }

  private CompletionStage<TickState> state(ScheduleEntry entry) {
    return store.state(entry.partition(), entry.id());
  }

  private static ScheduleInfo info(ScheduleEntry entry, TickState state, Instant now) {
    ScheduleDefinition effective = entry.effective();
    Instant last = state.last();
    Instant from = last == null || last.isBefore(entry.since()) ? entry.since() : last;
    ScheduleTiming timing = effective.timing();
    Optional<Instant> due = timing.pattern().next(from, timing.zone());
    Instant next =
        entry.paused()
            ? null
            : due.filter(tick -> tick.isAfter(now))
                .or(() -> timing.pattern().next(now, timing.zone()))
                .orElse(null);
    return new ScheduleInfo(
        entry.id(),
        entry.origin().source(),
        entry.declared(),
        entry.edit(),
        effective,
        entry.paused(),
        last,
        state.task(),
        next);
  }

  /**
   * Adds a schedule that every started scheduler runs, or changes one that was added before.
   *
   * @param schedule whose payload is bytes or text
   */
  public ScheduleInfo add(Schedule schedule) {
    return add(schedule, PayloadCodec.plain());
  }

  /**
   * Adds a schedule that every started scheduler runs, or changes one that was added before.
   *
   * @param schedule what to add
   * @param codec writes its payload
   * @throws KronosException when an application or a provider has declared a schedule of this id
   */
  public ScheduleInfo add(Schedule schedule, PayloadCodec codec) {
    ScheduleEditor.Change declaring =
        ScheduleEditor.declaring(schedule.id(), schedule.define(codec), ScheduleEntry.Origin.ADDED);
    return changed(
        schedule.id(),
        current -> {
          if (current != null && current.origin().source() != ScheduleSource.ADDED) {
            throw new KronosException(
                "Schedule '"
                    + schedule.id()
                    + "' is declared by an application or a provider: edit it, or choose another id");
          }
          return declaring.apply(current);
        });
  }

  /**
   * Changes a schedule until {@link #reset}: the change goes before what the application declares,
   * now and after a redeployment.
   *
   * @param id its id
   * @param edit what changes; edits made before stay where it has nothing
   */
  public ScheduleInfo edit(String id, ScheduleEdit edit) {
    return present(id, entry -> entry.edited(edit.upon(entry.edit())));
  }

  /**
   * Drops what {@link #edit} changed.
   *
   * @param id its id
   */
  public ScheduleInfo reset(String id) {
    return present(id, entry -> entry.edited(ScheduleEdit.NONE));
  }

  /**
   * Lets a schedule rest until {@link #resume}, over redeployments too.
   *
   * @param id its id
   */
  public ScheduleInfo pause(String id) {
    return present(id, entry -> entry.paused() ? entry : entry.paused(true));
  }

  /**
   * Ends a pause. Ticks that passed meanwhile are not made up for.
   *
   * @param id its id
   */
  public ScheduleInfo resume(String id) {
    return present(id, entry -> entry.paused() ? entry.paused(false) : entry);
  }

  /**
   * Removes a schedule and its history; tasks that it enqueued stay. One that an application
   * declares comes back when a server of it starts.
   *
   * @param id its id
   * @return whether there was one
   */
  public boolean remove(String id) {
    boolean there = Answers.await(store.definition(id)).isPresent();
    Answers.await(editor.change(id, current -> null));
    return there;
  }

  /**
   * Enqueues a schedule's task now, out of turn, paused or not.
   *
   * @param id its id
   * @return the task; empty when the overlap policy leaves it out, because the last one is not done
   */
  public Optional<TaskRef> trigger(String id) {
    for (int i = 0; i < MAX_TRIES; i++) {
      ScheduleEntry entry = entry(id);
      TickRequest request =
          LiveSchedule.outOfTurn(entry, Answers.await(store.watch()).now(), OPERATOR);
      TickReply reply = Answers.await(store.tick(request));
      if (reply.status() == TickReply.Status.DONE) {
        return reply.enqueued() == 0
            ? Optional.empty()
            : Optional.of(
                new TaskRef(entry.effective().task().queue(), request.tasks().get(0).id()));
      }
      Answers.await(editor.change(id, ScheduleEditor.renewing(reply.revision())));
    }
    throw new KronosException(
        "Schedule '" + id + "' is changed all the time; trigger it again when that is over");
  }

  /**
   * What became of a schedule's ticks, the latest first.
   *
   * @param id its id
   * @param most entries, 1 to {@value #MAX_HISTORY}
   */
  public List<TickRecord> history(String id, int most) {
    if (most < 1 || most > MAX_HISTORY) {
      throw new IllegalArgumentException(
          "The history of a schedule has 1 to " + MAX_HISTORY + " entries, not " + most);
    }
    return Answers.await(store.history(entry(id).partition(), id, most));
  }

  /**
   * The ticks to come, as if it were not paused.
   *
   * @param id its id
   * @param count how many, 0 or more
   */
  public List<Instant> nextTicks(String id, int count) {
    ScheduleTiming timing = entry(id).effective().timing();
    List<Instant> ticks = new ArrayList<>();
    Optional<Instant> next = Optional.of(Answers.await(store.watch()).now());
    while (ticks.size() < count) {
      next = timing.pattern().next(next.get(), timing.zone());
      if (next.isEmpty()) {
        break;
      }
      ticks.add(next.get());
    }
    return ticks;
  }

  private ScheduleEntry entry(String id) {
    return Answers.await(store.definition(id))
        .map(definition -> ScheduleCodec.decode(id, definition))
        .orElseThrow(() -> unknown(id));
  }

  private ScheduleInfo present(String id, UnaryOperator<ScheduleEntry> change) {
    return changed(
        id,
        current -> {
          if (current == null) {
            throw unknown(id);
          }
          return change.apply(current);
        });
  }

  private ScheduleInfo changed(String id, ScheduleEditor.Change change) {
    return info(Answers.await(editor.change(id, change)).orElseThrow(() -> unknown(id)));
  }

  private static KronosException unknown(String id) {
    return new KronosException("There is no schedule '" + id + "'; list() names those there are");
  }
}
