/** What an {@code Inspector} asks for and answers. */
@NullMarked
package io.kronosq.inspect;

import org.jspecify.annotations.NullMarked;
