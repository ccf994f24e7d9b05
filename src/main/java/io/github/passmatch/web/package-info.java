/**
 * The container's edge: the filter, where its configuration comes from, what it runs with, and on which threads.
 *
 * <p>Start at {@link io.github.passmatch.web.ProxyFilter}. One immutable {@link io.github.passmatch.web.Snapshot} holds all that a
 * request needs; a request reads it once.
 */
package io.github.passmatch.web;
