/** What the dashboard uses of Lit; the build puts Lit's own files beside this one. */
export * from './lit-element/lit-element.js';
export { createRef, ref } from './lit-html/directives/ref.js';
export { repeat } from './lit-html/directives/repeat.js';
