/** What an administrator sees of the adapter in JMX: an MBean for each listener, bean and connection factory, to read and not to change. */
@org.jspecify.annotations.NullMarked
package dev.postern.jca.monitor;
