package io.kronosq.worker;

import io.kronosq.inspect.ServerControl;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what operators want of the server, as its reports are answered. On the loop only. */
final class Operator {
  private static final Logger LOG = LoggerFactory.getLogger(Operator.class);

  private final Worker worker;
  private final Slots slots;
  private final Scaler scaler;
  private final ServerIdentity identity;
  private ServerControl obeyed = ServerControl.NONE;

  /** What held before an operator's concurrency; null while there is none. */
  private @Nullable Configured configured;

  private record Configured(int concurrency, @Nullable AutoScale autoScale) {}

  Operator(Worker worker, Slots slots, Scaler scaler, ServerIdentity identity) {
    this.worker = worker;
    this.slots = slots;
    this.scaler = scaler;
    this.identity = identity;
  }

  /** Whether it is something else than before. */
  boolean obey(ServerControl wanted) {
    ServerControl before = obeyed;
    obeyed = wanted;
    if (wanted.stop() && !before.stop()) {
      LOG.warn("An operator has server {} stop", identity.id());
      worker.stopElsewhere();
    } else if (wanted.quiet() != before.quiet()) {
      LOG.warn(
          "An operator has server {} take {} tasks",
          identity.id(),
          wanted.quiet() ? "no more" : "more");
      slots.withhold(wanted.quiet());
      if (wanted.quiet()) {
        worker.giveBackReserved();
      }
      worker.pump();
    }
    if (!Objects.equals(wanted.concurrency(), before.concurrency())) {
      concurrency(wanted.concurrency());
    }
    return !wanted.equals(before);
  }

  private void concurrency(ServerControl.@Nullable Range wanted) {
    Configured known = configured;
    if (known == null) {
      known = new Configured(slots.limit(), scaler.settings());
    }
    configured = wanted == null ? null : known;
    AutoScale scale = known.autoScale();
    if (wanted == null) {
      LOG.warn("Server {} runs as many handlers as configured again", identity.id());
      restore(known);
      return;
    }
    LOG.warn(
        "An operator has server {} run {} to {} handlers at a time",
        identity.id(),
        wanted.min(),
        wanted.max());
    if (wanted.min() == wanted.max()) {
      scaler.fix(wanted.max());
    } else {
      scaler.adapt(
          scale == null
              ? AutoScale.between(wanted.min(), wanted.max())
              : new AutoScale(
                  wanted.min(),
                  wanted.max(),
                  scale.scaleUpThreshold(),
                  scale.idleTimeout(),
                  scale.checkInterval()));
    }
  }

  private void restore(Configured known) {
    if (known.autoScale() == null) {
      scaler.fix(known.concurrency());
    } else {
      scaler.adapt(known.autoScale());
    }
  }
}
