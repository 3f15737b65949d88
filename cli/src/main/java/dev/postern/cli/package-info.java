/** {@code postern user}: what an operator does from a shell with the users of a listener. */
@NullMarked
package dev.postern.cli;

import org.jspecify.annotations.NullMarked;
