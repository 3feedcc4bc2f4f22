/** Tells people and other systems of task events: Slack, Discord, Telegram, webhooks. */
@NullMarked
package io.kronosq.notify;

import org.jspecify.annotations.NullMarked;
