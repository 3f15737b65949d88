/**
 * The routing table: which recipients' mail goes where.
 *
 * <p>A {@link dev.postern.gateway.route.RoutesFile} is read line by line by the {@link dev.postern.gateway.route.RoutesParser}, which tells all that is wrong with it, into a {@link
 * dev.postern.gateway.route.RoutingTable}. That says for each recipient which {@link dev.postern.gateway.route.Target targets} get the mail, aliases resolved.
 */
@NullMarked
package dev.postern.gateway.route;

import org.jspecify.annotations.NullMarked;
