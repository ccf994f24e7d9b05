/**
 * Rows about balancers, health checks and upgrades ({@code golden-balance.json}): what httpd 2.4.71 was observed to do, with several upstreams and several steps, and what this product does instead on purpose
 * ({@code golden-balance-departures.json}). Start at {@link io.github.passmatch.golden.balance.BalanceRow} and {@link io.github.passmatch.golden.balance.BalanceStage}.
 *
 * <p>A row has {@code directives}, {@code upstreams} (by name: {@code answer}, {@code delay_ms}, {@code close}, {@code down}, {@code full}, {@code check}, {@code tunnel}), {@code check_target} (requests with
 * this target are health checks), and {@code steps} or {@code refused}. Steps are done one after the other: {@code request} with {@code times}; {@code begin} and {@code end}; {@code tunnel} with a
 * {@code script}; {@code until}, which repeats a request until it is as expected; {@code wait_ms}, {@code up}, {@code down}, {@code answer}, {@code check}.
 */
package io.github.passmatch.golden.balance;
