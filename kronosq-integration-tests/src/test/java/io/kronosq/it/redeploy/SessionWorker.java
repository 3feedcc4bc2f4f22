package io.kronosq.it.redeploy;

import io.kronosq.cdi.KronosHandler;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;

/** Works in a session bean. */
@Stateless
public class SessionWorker {
  @Inject private ReceiptSender receipts;

  /** Ends the work. */
  @KronosHandler("redeploy:ejb")
  public void work(Work work) throws Exception {
    receipts.send(work.name());
  }
}
