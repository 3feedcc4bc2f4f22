import { byId, count, element, note, timeElement } from "./dom.js";

const SHOWN = 100;
const LOOK = { SUCCEEDED: "good", FAILED: "bad", ARCHIVED: "bad", STUCK: "bad", RETRIED: "wait", RECOVERED: "wait" };

export function showEvents() {
  const source = new EventSource("api/events");
  source.addEventListener("open", () => {
    byId("events").replaceChildren();
    note(byId("events-note"), "Waiting for tasks.");
  });
  source.addEventListener("error", () => note(byId("events-note"), "The connection is lost; trying again.", true));
  source.addEventListener("tasks", (message) => show(JSON.parse(message.data)));
}

function show(batch) {
  const list = byId("events");
  list.prepend(...batch.events.map(item).reverse());
  while (list.childElementCount > SHOWN) {
    list.lastElementChild.remove();
  }
  const skipped = batch.skipped > 0 ? `, ${count(batch.skipped)} of them just now too fast to show` : "";
  note(byId("events-note"), `${count(batch.last)} events since the start${skipped}.`);
}

function item(event) {
  const type = element("span", `event-type ${LOOK[event.type] ?? ""}`, event.type.toLowerCase());
  const task = element("span", "grow", `${event.queue} · `, element("span", "id", event.taskId), details(event));
  task.title = task.textContent;
  return element("li", "", timeElement(event.at), type, task);
}

function details(event) {
  if (event.type === "RETRIED") {
    return ` · retry ${event.retried} of ${event.maxRetry} in ${event.retryInMillis / 1000} s`;
  }
  if (event.error) {
    return ` · ${event.error}`;
  }
  return event.runtimeMillis === undefined ? "" : ` · ${event.runtimeMillis} ms`;
}
