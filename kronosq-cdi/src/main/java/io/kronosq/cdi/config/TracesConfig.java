package io.kronosq.cdi.config;

/**
 * How traces follow tasks where the server has OpenTelemetry.
 *
 * @param recorded whether spans of enqueues and attempts are recorded
 * @param linked whether an attempt begins a trace of its own, with a link to the enqueue, instead
 *     of being a span within the trace of the enqueue
 */
public record TracesConfig(boolean recorded, boolean linked) {
  static TracesConfig read(ConfigReader reader) {
    return new TracesConfig(
        reader.required(ConfigKeys.TRACES_ENABLED), reader.required(ConfigKeys.TRACES_LINKED));
  }
}
