package io.kronosq.sample.outbox;

import java.util.List;

/**
 * A part of the outbox.
 *
 * @param total mails received since the start or the last clearing, copies not counted
 * @param copies mails that came again under a Message-ID that was there already
 * @param kept how many of the total are still listed
 * @param mails newest first
 */
public record OutboxPage(long total, long copies, int kept, List<OutboxMail> mails) {}
