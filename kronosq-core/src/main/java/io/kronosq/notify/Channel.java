package io.kronosq.notify;

import java.time.Instant;
import java.util.List;

/** A service that takes messages. */
interface Channel {
  /** What users call the service. */
  String service();

  /** A message as its request's body. */
  String body(Digest digest, Templates templates, Payloads payloads);

  /**
   * The request.
   *
   * @param body of this service
   * @param id the same for each attempt
   * @param now of this attempt
   */
  HttpPost post(String body, String id, Instant now);

  /** What to do about a refusal. */
  String remedy(int status);

  /** What no log may show. */
  List<String> secrets();
}
