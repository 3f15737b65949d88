/** What the beans of both applications have in common; a copy is in each. */
package dev.postern.benchmarks.chaos.redeploy.note;
