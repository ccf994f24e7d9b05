/**
 * The servlet filter: its configuration and reloads, the status page, and the threads on which requests run.
 *
 * <p>Start at {@link io.github.passmatch.web.ProxyFilter}. One immutable {@link io.github.passmatch.web.Snapshot} contains everything that
 * a request needs; a request holds the snapshot to its end. {@link io.github.passmatch.web.LiveConfig} replaces the snapshot.
 * {@link io.github.passmatch.web.StatusPage} shows the status to clients that {@link io.github.passmatch.web.StatusAccess} allows; {@link io.github.passmatch.web.PageAnswer} sends the answers.
 */
package io.github.passmatch.web;
