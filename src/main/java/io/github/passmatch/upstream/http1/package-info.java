/**
 * Parses responses strictly (RFC 9112): heads, framing, chunks.
 *
 * <p>Start at {@link io.github.passmatch.upstream.http1.ResponseHeadParser}.
 */
package io.github.passmatch.upstream.http1;
