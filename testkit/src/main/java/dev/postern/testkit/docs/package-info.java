/** Documentation that is made from the code, and tests that hold it to that. */
@NullMarked
package dev.postern.testkit.docs;

import org.jspecify.annotations.NullMarked;
