package io.kronosq.admin.live;

import java.util.concurrent.CompletionStage;

/** The connection to a browser. */
interface Outlet {
  /**
   * Sends a message. Depending on the server, this waits until the browser has read enough of what
   * was sent before, or the answer does.
   *
   * @return completes when the next message may be sent; with an exception when the browser is gone
   */
  CompletionStage<?> send(Message message);

  /**
   * Ends the answer, whatever is still on its way. Does not wait, not even for a send under way.
   */
  void close();
}
