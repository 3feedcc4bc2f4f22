import { queues } from "./api.js";
import { byId, count, element, note, repeat } from "./dom.js";

const PERIOD_MILLIS = 1000;
const STATES = ["pending", "active", "scheduled", "retry", "archived"];

export function showQueues() {
  repeat(refresh, PERIOD_MILLIS);
}

async function refresh() {
  try {
    const all = await queues();
    byId("queues").replaceChildren(...all.map(row));
    note(byId("queues-note"), all.length ? "" : "No queue has had a task yet.");
  } catch (problem) {
    note(byId("queues-note"), `The queues can't be read: ${problem.message}`, true);
  }
}

function row(queue) {
  const name = element("th", "", queue.paused ? `${queue.name} (paused)` : queue.name);
  name.scope = "row";
  const cells = STATES.map((state) => element("td", queue[state] ? "" : "zero", count(queue[state])));
  return element("tr", "", name, ...cells);
}
