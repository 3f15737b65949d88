/** How settings reach a gateway from outside of its archives. */
@NullMarked
package dev.postern.jca.config;

import org.jspecify.annotations.NullMarked;
