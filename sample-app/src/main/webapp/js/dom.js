export const byId = (id) => document.getElementById(id);

/** An element with a class and children; text is never read as HTML. */
export function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) {
    made.className = className;
  }
  made.append(...children);
  return made;
}

export function note(target, text, bad = false) {
  target.textContent = text;
  target.classList.toggle("bad", bad);
}

export function timeElement(instant) {
  const made = element("time", "", new Date(instant).toLocaleTimeString());
  made.dateTime = instant;
  return made;
}

export const count = (number) => number.toLocaleString("en");

/** Runs now and again and again, one run at a time, while the page is visible. */
export function repeat(run, period) {
  const round = async () => {
    if (!document.hidden) {
      await run().catch(() => {});
    }
    setTimeout(round, period);
  };
  round();
}
