/**
 * What is sent to an upstream: the request, its fields and its body, and where the connection leads.
 *
 * <p>Start at {@link io.github.passmatch.upstream.request.RequestFields}.
 */
package io.github.passmatch.upstream.request;
