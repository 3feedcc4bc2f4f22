import { clearOutbox, mail, outbox } from "./api.js";
import { byId, count, element, note, repeat, timeElement } from "./dom.js";

const PERIOD_MILLIS = 1000;
const SHOWN = 30;
let shown = "";

export function showOutbox() {
  byId("outbox-clear").addEventListener("click", () => clearOutbox().then(refresh));
  repeat(refresh, PERIOD_MILLIS);
}

async function refresh() {
  const page = await outbox(SHOWN);
  const copies = page.copies > 0 ? `, ${count(page.copies)} came twice` : "";
  const newest = `${page.total}/${page.copies}/${page.mails[0]?.id}`;
  if (newest === shown) {
    return;
  }
  shown = newest;
  note(byId("outbox-count"), page.total === 1 ? "1 mail" : `${count(page.total)} mails${copies}`);
  byId("outbox").replaceChildren(...page.mails.map(item));
}

function item(received) {
  const subject = element("button", "mail", received.subject);
  subject.type = "button";
  subject.addEventListener("click", () => open(received));
  const size = element("span", "quiet", `${count(received.size)} bytes`);
  return element("li", "", timeElement(received.receivedAt), subject, element("span", "grow", received.to), size);
}

async function open(received) {
  byId("mail-subject").textContent = received.subject;
  byId("mail-from").textContent = "";
  byId("mail-to").textContent = received.to;
  try {
    const { from, to, text } = await mail(received.id);
    byId("mail-from").textContent = from;
    byId("mail-to").textContent = to;
    byId("mail-text").textContent = text;
  } catch (problem) {
    byId("mail-text").textContent = problem.message;
  }
  byId("mail").showModal();
}
