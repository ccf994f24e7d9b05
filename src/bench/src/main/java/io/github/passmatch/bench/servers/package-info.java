/**
 * What the bench starts as JVMs of their own beside the product: peers, the two legs alone, an upstream. Each is one small {@code main}
 * with the port as its first argument; knows nothing of the rest of the bench.
 */
package io.github.passmatch.bench.servers;
