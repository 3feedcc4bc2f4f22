import { api } from './api.js';

/** Who looks, and what that person may do. */
class Session {
  me = { user: null, anonymous: false, roles: [], rights: [], readOnly: false, version: '', prefix: '', warnings: [] };

  /** Why it could not be found out who looks; null when it could. */
  problem = null;

  async load() {
    try {
      this.me = { ...this.me, ...(await api.get('me')) };
      this.problem = null;
    } catch (problem) {
      this.problem = problem;
    }
  }
}

export const session = new Session();

/** Whether one may `read`, see a `payload`, `operate` or `administer`. What is refused is shown, but can't be used. */
export function can(right) {
  return session.me.rights.includes(right);
}
