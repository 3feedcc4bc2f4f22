/** All that a page needs of the frame. */
export { LitElement, css, html, nothing, ref, createRef, repeat, svg } from './lib/lit.js';
export { api } from './frame/api.js';
export { confirm } from './frame/confirm.js';
export { f } from './frame/format.js';
export { has, language, t } from './frame/i18n.js';
export { link } from './frame/links.js';
export { live } from './frame/live.js';
export { Page } from './frame/page.js';
export { go } from './frame/router.js';
export { SeenStream } from './frame/seen-stream.js';
export { can, session } from './frame/session.js';
export { toast } from './frame/toasts.js';
import './frame/dialog.js';
import './frame/findings.js';
import './frame/json-tree.js';
