const encoded = encodeURIComponent;

function withQuery(address, params) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params ?? {})) {
    if (value !== null && value !== undefined && value !== '') {
      query.set(name, value);
    }
  }
  return query.size > 0 ? `${address}?${query}` : address;
}

/** The addresses of the pages. */
export const link = {
  overview: () => '#/',
  queues: (params) => withQuery('#/queues', params),
  queue: (queue, params) => withQuery(`#/queues/${encoded(queue)}`, params),
  task: (queue, id) => `#/queues/${encoded(queue)}/tasks/${encoded(id)}`,
  servers: (params) => withQuery('#/servers', params),
  server: (id) => `#/servers/${encoded(id)}`,
  schedules: (params) => withQuery('#/schedules', params),
  schedule: (id, params) => withQuery(`#/schedules/${encoded(id)}`, params),
  events: (params) => withQuery('#/events', params),
  jobs: (params) => withQuery('#/jobs', params),
  audit: (params) => withQuery('#/audit', params),
  redis: () => '#/redis',
};
