/**
 * The bench: starts the product and its peers as processes of their own, loads them in turn, and says what a request cost each.
 * Start at {@link io.github.passmatch.bench.Bench}; what is measured stands in {@link io.github.passmatch.bench.Workload}, of whom in
 * {@link io.github.passmatch.bench.Contenders}. All runs on the main thread.
 */
package io.github.passmatch.bench;
