import { loadMessages } from './frame/i18n.js';
import { session } from './frame/session.js';

await loadMessages();
await session.load();
await import('./frame/app-frame.js');
