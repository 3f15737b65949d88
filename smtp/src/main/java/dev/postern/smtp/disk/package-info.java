/** Files that outlive a loss of power. */
@NullMarked
package dev.postern.smtp.disk;

import org.jspecify.annotations.NullMarked;
