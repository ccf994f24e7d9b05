/**
 * The container's edge: the filter, where its configuration comes from and how it is replaced, the status page, and on which threads all that runs.
 *
 * <p>Start at {@link io.github.passmatch.web.ProxyFilter}. One immutable {@link io.github.passmatch.web.Snapshot} holds all that a
 * request needs; a request holds it to its end. {@link io.github.passmatch.web.LiveConfig} puts another one in its place, and
 * {@link io.github.passmatch.web.StatusPage} shows, to whom {@link io.github.passmatch.web.StatusAccess} lets in, what goes on.
 */
package io.github.passmatch.web;
