import { byId, count, element, note, timeElement } from "./dom.js";

const SHOWN = 100;
const ID_END = 6;
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
  const skipped = batch.skipped > 0 ? `; ${count(batch.skipped)} just now not shown` : "";
  note(byId("events-note"), `${count(batch.last)} events since the start${skipped}.`);
}

function item(event) {
  const type = element("span", `event-type ${LOOK[event.type] ?? ""}`, event.type.toLowerCase());
  const id = element("span", "id", `…${event.taskId.slice(-ID_END)}`);
  const task = element("span", "grow", id, ` · ${event.queue}`, details(event));
  task.title = `Task ${event.taskId}${details(event)}`;
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
