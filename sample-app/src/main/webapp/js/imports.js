import { imports, importStatus, startImport } from "./api.js";
import { byId, count, element, note, repeat, timeElement } from "./dom.js";
import { sampleCsv } from "./sample-rows.js";

const SHOWN = 3;
const PERIOD_MILLIS = 1000;

export function showImports() {
  byId("import-form").addEventListener("submit", (event) => {
    event.preventDefault();
    upload(byId("import-file").files[0]);
  });
  byId("import-sample").addEventListener("click", () => upload(sampleCsv()));
  repeat(refresh, PERIOD_MILLIS);
}

async function upload(csv) {
  const buttons = document.querySelectorAll("#import-form button");
  buttons.forEach((button) => (button.disabled = true));
  note(byId("import-note"), "Reading the file; the first mails are under way already.");
  try {
    const status = await startImport(csv);
    note(byId("import-note"), `${count(status.enqueued)} of ${count(status.rowsRead)} rows enqueued.`);
  } catch (problem) {
    note(byId("import-note"), problem.message, true);
  } finally {
    buttons.forEach((button) => (button.disabled = false));
    await refresh();
  }
}

async function refresh() {
  const latest = (await imports()).slice(0, SHOWN);
  const exact = latest.map((status) => (status.pending > 0 ? importStatus(status.id) : status));
  show(await Promise.all(exact));
}

function show(statuses) {
  const open = new Set([...document.querySelectorAll("#imports details[open]")].map((d) => d.id));
  byId("imports").replaceChildren(...statuses.map((status) => view(status, open)));
}

function view(status, open) {
  const bar = element("progress");
  bar.max = Math.max(status.enqueued, 1);
  bar.value = status.delivered + status.failed;
  bar.setAttribute("aria-label", "Mails sent");
  const made = element("div", "import", element("p", "", headline(status)), bar, element("p", "", counts(status)));
  if (status.abortedBecause) {
    made.append(element("p", "field-error", status.abortedBecause));
  }
  if (status.rejected > 0) {
    made.append(rejections(status, open));
  }
  return made;
}

function headline(status) {
  const words = { RUNNING: "running", DONE: "done", ABORTED: "aborted" };
  const line = element("span", "", "Import of ", timeElement(status.startedAt), `: ${words[status.state]}`);
  if (status.finishedAt) {
    const seconds = (new Date(status.finishedAt) - new Date(status.startedAt)) / 1000;
    line.append(` after ${seconds.toFixed(1)} s`);
  }
  return line;
}

function counts(status) {
  return [
    `${count(status.rowsRead)} rows`,
    `${count(status.enqueued)} enqueued`,
    `${count(status.delivered)} delivered`,
    `${count(status.failed)} failed`,
    `${count(status.pending)} pending`,
  ].join(" · ");
}

function rejections(status, open) {
  const items = status.rejections.map((row) => element("li", "", `Line ${row.line}: ${row.reason}`));
  const title = element("summary", "", `${count(status.rejected)} rejected`);
  const made = element("details", "", title, element("ul", "", ...items));
  made.id = `rejections-${status.id}`;
  made.open = open.has(made.id);
  return made;
}
