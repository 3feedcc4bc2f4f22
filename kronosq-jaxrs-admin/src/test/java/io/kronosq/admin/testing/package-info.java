/** What the tests of the admin resources share, in this JVM and in application servers. */
package io.kronosq.admin.testing;
