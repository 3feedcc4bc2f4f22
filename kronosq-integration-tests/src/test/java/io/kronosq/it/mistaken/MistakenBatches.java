package io.kronosq.it.mistaken;

import io.kronosq.cdi.KronosBatch;
import io.kronosq.cdi.KronosHandler;
import io.kronosq.handler.BatchItem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;

/** A mistake in every batch. */
@ApplicationScoped
public class MistakenBatches {
  /** Has no type. */
  @KronosBatch
  public void alone(List<String> payloads) {}

  /** When is soon? */
  @KronosHandler("mistaken:batch:soon")
  @KronosBatch(maxDelay = "soon")
  public void soon(List<String> payloads) {}

  /** More than a batch holds. */
  @KronosHandler("mistaken:batch:large")
  @KronosBatch(maxSize = 100_000)
  public void large(List<String> payloads) {}

  /** Which type's batch? */
  @KronosHandler("mistaken:batch:any:*")
  @KronosBatch
  public void prefix(List<String> payloads) {}

  /** Items come as a list. */
  @KronosHandler("mistaken:batch:items")
  public void items(Collection<BatchItem> items) {}

  /** A batch is more than one payload. */
  @KronosHandler("mistaken:batch:one")
  @KronosBatch
  public void one(String payload) {}
}
