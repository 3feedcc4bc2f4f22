import { showSignup } from "./signup.js";
import { showImports } from "./imports.js";
import { showQueues } from "./queues.js";
import { showEvents } from "./events.js";
import { showOutbox } from "./outbox.js";

showSignup();
showImports();
showQueues();
showEvents();
showOutbox();
