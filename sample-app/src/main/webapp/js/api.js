/** An answer that is no success; carries the problem details that the server sent. */
export class ProblemError extends Error {
  constructor(problem) {
    super(problem.detail);
    this.fields = problem.errors ?? [];
  }
}

const get = (path) => request(path);

export const queues = () => get("api/queues");
export const imports = () => get("api/imports");
export const importStatus = (id) => get(`api/imports/${encodeURIComponent(id)}`);
export const outbox = (limit) => get(`api/outbox?limit=${limit}`);
export const mail = (id) => get(`api/outbox/${encodeURIComponent(id)}`);
export const clearOutbox = () => request("api/outbox", { method: "DELETE" });
export const signUp = (signup) => post("api/signups", "application/json", JSON.stringify(signup));
export const startImport = (csv) => post("api/imports", "text/csv;charset=UTF-8", csv);

function post(path, type, body) {
  return request(path, { method: "POST", headers: { "Content-Type": type }, body });
}

async function request(path, options) {
  const response = await fetch(path, options);
  if (!response.ok) {
    throw new ProblemError(await problemOf(response));
  }
  return response.status === 204 ? null : response.json();
}

async function problemOf(response) {
  try {
    const body = await response.json();
    return { detail: body.detail ?? body.abortedBecause, errors: body.errors };
  } catch {
    return { detail: `The server answered ${response.status} ${response.statusText}` };
  }
}
