/**
 * What attackers send, from both sides: bytes in, what the other side may see of them, and what is left behind afterwards (nothing).
 *
 * <p>{@link io.github.passmatch.attack.ClientAttacks} and {@link io.github.passmatch.attack.UpstreamAttacks} are the tables; each row names the row of the
 * list it belongs to. {@link io.github.passmatch.attack.UpgradeAttacks} is the table for switches of protocols. {@link io.github.passmatch.attack.AttackContract} runs them, here against embedded Jetty and among the tests of real containers against Tomcat.
 *
 * <p>Rows of the list that are elsewhere or have no meaning here: 23 (regular expressions that never end) in {@code FailuresTest}; 25 and 27: {@code X_Forwarded_For} and
 * {@code Proxy} pass, as in httpd; 19: a capture in the host is checked for its form only, where it leads to is the administrator's choice; 37 and 44 in {@code TimeLimitsTest}
 * and {@code OverloadTest}; 42 in the tests of TLS; 43 in {@code DisconnectTest}; 45 in {@code IdleCloseTest}; 46 is the container's; 47: each rule has connections of its
 * own, {@code ReuseTest}; 48 in {@code ReloadTest}, {@code CommandLineIT} and {@code DeployedWarContract}; HTTP/2 towards the upstream does not exist yet.
 */
package io.github.passmatch.attack;
