package io.kronosq.it.mistaken;

import io.kronosq.cdi.KronosHandler;
import io.kronosq.cdi.KronosSchedule;
import jakarta.enterprise.context.ApplicationScoped;

/** A mistake in every schedule. */
@ApplicationScoped
public class MistakenSchedules {
  /** Has no type. */
  @KronosSchedule(cron = "@daily")
  public void alone() {}

  /** Has one id for two. */
  @KronosHandler("mistaken:schedule:twice")
  @KronosSchedule(cron = "@daily", id = "nightly")
  @KronosSchedule(cron = "@hourly", id = "nightly")
  public void twice() {}

  /** Which type's schedule? */
  @KronosHandler("mistaken:schedule:any:*")
  @KronosSchedule(cron = "@daily")
  public void prefix() {}

  /** Nobody serves its queue. */
  @KronosHandler("mistaken:schedule:queue")
  @KronosSchedule(cron = "@daily", queue = "nowhere")
  public void queue() {}

  /** Has sunk. */
  @KronosHandler("mistaken:schedule:zone")
  @KronosSchedule(cron = "@daily", zone = "Europe/Atlantis")
  public void zone() {}

  /** Hours have 60 minutes. */
  @KronosHandler("mistaken:schedule:cron")
  @KronosSchedule(cron = "61 * * * *")
  public void cron() {}
}
