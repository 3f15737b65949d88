/**
 * Which method of a bean takes a mail (Jakarta Enterprise Beans 4.0 §5.4.3). {@link dev.postern.jca.method.MailMethods} reads the annotations of the
 * bean's class when its endpoint is activated, and refuses what can't work or what is not clear; for each mail it then finds the
 * method and what it is called with.
 */
@NullMarked
package dev.postern.jca.method;

import org.jspecify.annotations.NullMarked;
