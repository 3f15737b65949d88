/** What it costs to bring mail to a bean of an application server, beside the SMTP server alone. */
@NullMarked
package dev.postern.benchmarks.mdb;

import org.jspecify.annotations.NullMarked;
