package io.kronosq.it.mistaken;

import io.kronosq.schedule.PeriodicTaskProvider;
import io.kronosq.task.PayloadCodec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.List;

/** Two of everything. */
@ApplicationScoped
public class MistakenProviders {
  /** One of two. */
  @Produces
  public PayloadCodec firstCodec() {
    return PayloadCodec.plain();
  }

  /** The other. */
  @Produces
  public PayloadCodec secondCodec() {
    return PayloadCodec.plain();
  }

  /** One of two. */
  @Produces
  public PeriodicTaskProvider firstProvider() {
    return List::of;
  }

  /** The other. */
  @Produces
  public PeriodicTaskProvider secondProvider() {
    return List::of;
  }
}
