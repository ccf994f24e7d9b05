package io.github.passmatch.upstream.connect;

/**
 * Describes a connection that is kept for the next request.
 *
 * @param exchanges  how many exchanges the connection has served
 * @param ageMillis  time since the connection was made
 * @param idleMillis time since the last exchange
 */
public record IdleConnection(int exchanges, long ageMillis, long idleMillis) { }
