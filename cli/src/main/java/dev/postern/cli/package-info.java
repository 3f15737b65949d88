/** What an operator does from a shell: {@code postern user} with the users of a listener, {@code postern discover} to find the servers of one,
 * {@code postern dkim} with the keys that sign mail. */
@NullMarked
package dev.postern.cli;

import org.jspecify.annotations.NullMarked;
