import { html, svg } from '../lib/lit.js';

const PATHS = {
  overview: svg`<path d="M3 13.500h3l2-7 3.500 11L14 10l1.500 3.500H21" />`,
  queues: svg`<path d="M4 6.500h16M4 12h16M4 17.500h10" />`,
  servers: svg`<rect x="4" y="4.500" width="16" height="6" rx="1.500" /><rect x="4" y="13.500" width="16" height="6" rx="1.500" /><path d="M7.500 7.500h.01M7.500 16.500h.01" />`,
  schedules: svg`<circle cx="12" cy="12" r="8" /><path d="M12 7.500V12l3 2" />`,
  events: svg`<path d="M13 3 5.500 13.500h5L10 21l8-11h-5.500z" />`,
  jobs: svg`<path d="m12 4 8 4-8 4-8-4zM4 12l8 4 8-4M4 16l8 4 8-4" />`,
  audit: svg`<path d="M7 4h10v16l-2.500-1.500L12 20l-2.500-1.500L7 20zM10 9h4M10 13h4" />`,
  redis: svg`<ellipse cx="12" cy="6.500" rx="7.500" ry="2.750" /><path d="M4.500 6.500v11c0 1.500 3.400 2.750 7.500 2.750s7.500-1.250 7.500-2.750v-11M4.500 12c0 1.500 3.400 2.750 7.500 2.750s7.500-1.250 7.500-2.750" />`,
  search: svg`<circle cx="11" cy="11" r="6.500" /><path d="m16 16 4 4" />`,
  settings: svg`<path d="M4 7.500h9M17 7.500h3M4 16.500h3M11 16.500h9" /><circle cx="15" cy="7.500" r="2" /><circle cx="9" cy="16.500" r="2" />`,
};

/** A drawing beside a word; it says nothing by itself. */
export function icon(name) {
  return html`<svg class="kq-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${PATHS[name]}</svg>`;
}
