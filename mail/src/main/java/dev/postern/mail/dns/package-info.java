/**
 * What DNS says that mail needs to know: who takes mail for a domain, which servers offer a service, where a host is, what a domain
 * publishes about its mail, how the certificate of a server is recognized, and what an address is called (RFC 1035; MX by RFC 5321 §5.1 and RFC 7505, SRV by RFC 2782, TLSA by RFC 6698, reverse names also by RFC 3596, negative answers by RFC 2308).
 *
 * <p>A {@link dev.postern.mail.dns.Resolver} answers later, and holds no thread until then. An {@link dev.postern.mail.dns.Answer} tells
 * apart what is so, what is not so, and what can't be known now; whoever judges by it never reads a text.
 * {@link dev.postern.mail.dns.DnsjavaResolver} asks real servers, {@link dev.postern.mail.dns.ZoneResolver} knows a zone by heart.
 */
@NullMarked
package dev.postern.mail.dns;

import org.jspecify.annotations.NullMarked;
