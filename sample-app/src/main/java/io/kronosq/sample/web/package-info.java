/** What all resources share: headers and problem details. */
@NullMarked
package io.kronosq.sample.web;

import org.jspecify.annotations.NullMarked;
