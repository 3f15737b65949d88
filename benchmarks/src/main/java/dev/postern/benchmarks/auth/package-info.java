/** What it costs to find out whose mail it is: microbenchmarks of SPF and DKIM beside other libraries, each in JVMs of its own. */
@NullMarked
package dev.postern.benchmarks.auth;

import org.jspecify.annotations.NullMarked;
