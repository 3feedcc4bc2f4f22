/** The pages: where each is, which of the navigation it belongs to, and what shows it. */
const ROUTES = [
  { path: '/', nav: 'overview', element: 'kq-overview-page', module: 'overview/overview-page.js' },
  { path: '/queues', nav: 'queues', element: 'kq-queues-page', module: 'queues/queues-page.js' },
  { path: '/queues/:queue', nav: 'queues', element: 'kq-queue-page', module: 'queues/queue-page.js' },
  { path: '/queues/:queue/tasks/:id', nav: 'queues', element: 'kq-task-page', module: 'tasks/task-page.js' },
  { path: '/servers', nav: 'servers', element: 'kq-servers-page', module: 'servers/servers-page.js' },
  { path: '/servers/:id', nav: 'servers', element: 'kq-server-page', module: 'servers/server-page.js' },
  { path: '/schedules', nav: 'schedules', element: 'kq-schedules-page', module: 'schedules/schedules-page.js' },
  { path: '/schedules/:id', nav: 'schedules', element: 'kq-schedule-page', module: 'schedules/schedule-page.js' },
  { path: '/events', nav: 'events', element: 'kq-events-page', module: 'events/events-page.js' },
  { path: '/jobs', nav: 'jobs', element: 'kq-jobs-page', module: 'jobs/jobs-page.js' },
  { path: '/audit', nav: 'audit', element: 'kq-audit-page', module: 'audit/audit-page.js' },
  { path: '/redis', nav: 'redis', element: 'kq-redis-page', module: 'redis/redis-page.js' },
].map((route) => ({ ...route, pattern: patternOf(route.path) }));

/** The pages of the navigation, in its order, with the key that follows `g`. */
export const NAVIGATION = [
  { nav: 'overview', href: '#/', key: 'o' },
  { nav: 'queues', href: '#/queues', key: 'q' },
  { nav: 'servers', href: '#/servers', key: 's' },
  { nav: 'schedules', href: '#/schedules', key: 'c' },
  { nav: 'events', href: '#/events', key: 'e' },
  { nav: 'jobs', href: '#/jobs', key: 'j' },
  { nav: 'audit', href: '#/audit', key: 'a', right: 'administer' },
  { nav: 'redis', href: '#/redis', key: 'r' },
];

function patternOf(path) {
  return new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}/?$`);
}

/**
 * What the address asks for.
 *
 * @param {string} hash such as `#/servers/x?range=day`
 * @returns {{route: ?object, path: string, params: object, query: URLSearchParams}} without a route when there is no
 *   such page
 */
export function resolve(hash) {
  const [path, query = ''] = splitOnce(hash.replace(/^#/, '') || '/', '?');
  for (const route of ROUTES) {
    const found = route.pattern.exec(path);
    if (found) {
      try {
        const params = Object.entries(found.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]);
        return { route, path, params: Object.fromEntries(params), query: new URLSearchParams(query) };
      } catch {
        break;
      }
    }
  }
  return { route: null, path, params: {}, query: new URLSearchParams(query) };
}

function splitOnce(text, at) {
  const index = text.indexOf(at);
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + 1)];
}

/** Goes to another page or another view of this one; the back button returns. */
export function go(address) {
  location.hash = address;
}

/** Changes the address without an entry in the history. */
export function replace(address) {
  if (address !== location.hash) {
    history.replaceState(history.state, '', address);
    dispatchEvent(new HashChangeEvent('hashchange'));
  }
}

/** Loads what shows a route. */
export function load(route) {
  return import(`../pages/${route.module}`);
}
