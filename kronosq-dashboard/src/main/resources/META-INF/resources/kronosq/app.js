import { loadMessages } from './frame/i18n.js';
import { session } from './frame/session.js';

await Promise.all([loadMessages(), session.load()]);
await import('./frame/app-frame.js');
