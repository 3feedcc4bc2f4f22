package io.kronosq.sample.imports;

import io.kronosq.sample.mail.ImportRow;
import io.kronosq.sample.mail.WelcomeMail;
import io.kronosq.sample.signup.Signup;
import io.kronosq.task.Task;

/**
 * A valid row that waits to be enqueued.
 *
 * @param row its number
 * @param task sends its mail
 */
record RowMail(int row, Task task) {
  static RowMail of(String importId, int row, Signup signup) {
    WelcomeMail mail = new WelcomeMail(signup.name(), signup.email(), new ImportRow(importId, row));
    return new RowMail(row, Task.of(WelcomeMail.TASK_TYPE, mail));
  }
}
