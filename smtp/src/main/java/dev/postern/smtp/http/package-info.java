/** What all share who ask by HTTP. */
@NullMarked
package dev.postern.smtp.http;

import org.jspecify.annotations.NullMarked;
