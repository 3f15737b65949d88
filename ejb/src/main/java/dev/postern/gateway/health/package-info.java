/** Whether the gateway can take mail now, for those who send it clients or restart it. */
@NullMarked
package dev.postern.gateway.health;

import org.jspecify.annotations.NullMarked;
