package io.kronosq;

import static io.kronosq.store.Answers.await;

import com.github.f4b6a3.ulid.Ulid;
import io.kronosq.inspect.BulkJob;
import io.kronosq.inspect.BulkProgress;
import io.kronosq.inspect.BulkRequest;
import io.kronosq.store.InspectStore.Extent;
import io.kronosq.store.JobPlan;
import io.kronosq.store.JobStore;
import io.kronosq.store.StoreException;
import io.kronosq.store.TaskStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Actions on many tasks, kept in the store, so that any process may watch and steer them. They are
 * done by a {@link BulkRunner}; without one in any process they wait. A job works on the tasks that
 * stand in its state when it is started.
 *
 * <p>Jobs are kept for seven days after their end, 200 at most. Made by {@link Inspector#jobs}.
 * Safe for use by many threads.
 */
public final class BulkJobs {
  private final TaskStore store;
  private final JobStore jobs;

  BulkJobs(TaskStore store) {
    this.store = store;
    jobs = store.jobs();
  }

  /**
   * Starts a job. A count of all tasks of a state is done at once.
   *
   * @param request what it is to do
   * @return the job as it stands
   * @throws StoreException when the store can't be asked; the job may have been started
   */
  public BulkJob start(BulkRequest request) {
    Map<String, Extent> extents = new LinkedHashMap<>();
    for (String partition : await(store.partitions().layouts(request.queue())).partitions()) {
      extents.put(partition, await(store.inspection().extent(partition, request.state())));
    }
    JobPlan plan = new JobPlan(request, extents);
    long total = plan.total();
    boolean done = total == 0 || (request.dryRun() && request.query().isUnfiltered());
    long counted = done ? total : 0;
    String id = Ulid.fast().toString();
    await(jobs.create(id, plan, new BulkProgress(total, counted, counted, 0, 0, false), done));
    return get(id)
        .orElseThrow(
            () ->
                new StoreException(
                    StoreException.Kind.REFUSED, "Job " + id + " was deleted as it started", null));
  }

  /**
   * All jobs, the latest first.
   *
   * @throws StoreException when the store can't be asked
   */
  public List<BulkJob> list() {
    return await(jobs.jobs());
  }

  /**
   * The jobs that are neither ended nor stopped; 200 at most.
   *
   * @throws StoreException when the store can't be asked
   */
  public List<BulkJob> open() {
    return await(jobs.open());
  }

  /**
   * A job, if it is there.
   *
   * @param id its identity
   * @throws StoreException when the store can't be asked
   */
  public Optional<BulkJob> get(String id) {
    return await(jobs.job(id));
  }

  /**
   * Stops a job within a second. What it did until then is done.
   *
   * @param id its identity
   * @return whether it was stopped; not when it has ended, or is not there
   * @throws StoreException when the store can't be asked
   */
  public boolean cancel(String id) {
    return await(jobs.cancel(id));
  }

  /**
   * Has a job go on that was cancelled, or failed, from where it stopped.
   *
   * @param id its identity
   * @return whether it will; not when it is open, done or not there
   * @throws StoreException when the store can't be asked
   */
  public boolean resume(String id) {
    return await(jobs.resume(id));
  }

  /**
   * Forgets a job that has ended, or was cancelled. Its tasks stay as they are.
   *
   * @param id its identity
   * @return whether it was there and is gone; an open one has to be cancelled first
   * @throws StoreException when the store can't be asked
   */
  public boolean remove(String id) {
    return await(jobs.remove(id));
  }
}
