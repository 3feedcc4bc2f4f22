import { signUp } from "./api.js";
import { byId, note } from "./dom.js";

const FAILING = { name: "Murphy", email: "murphy@fail.example" };

export function showSignup() {
  const form = byId("signup-form");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { name, email } = form.elements;
    submit({ name: name.value, email: email.value }).then((accepted) => accepted && form.reset());
  });
  byId("signup-failing").addEventListener("click", () => submit(FAILING));
}

async function submit(signup) {
  showFieldProblems([]);
  try {
    const { taskId, queue } = await signUp(signup);
    note(byId("signup-note"), `Accepted: task ${taskId} in queue ${queue}.`);
    return true;
  } catch (problem) {
    const fields = problem.fields ?? [];
    showFieldProblems(fields);
    note(byId("signup-note"), fields.length ? "Not accepted; see above." : problem.message, true);
    return false;
  }
}

function showFieldProblems(problems) {
  for (const name of ["name", "email"]) {
    const messages = problems.filter((problem) => problem.field === name);
    byId(`signup-${name}-error`).textContent = messages.map((m) => m.message).join("; ");
    byId(`signup-${name}`).setAttribute("aria-invalid", String(messages.length > 0));
  }
}
