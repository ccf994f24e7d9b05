/**
 * What httpd 2.4.71 was observed to do, row by row ({@code golden.json}), and what we do instead on purpose. Start at {@link io.github.passmatch.golden.GoldenRow};
 * the tests that play the rows stand with what they play them on.
 */
package io.github.passmatch.golden;
