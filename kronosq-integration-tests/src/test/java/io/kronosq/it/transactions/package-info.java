/** An application that enqueues in transactions. */
package io.kronosq.it.transactions;
