package io.github.passmatch.rules;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A whole configuration, read and found good.
 *
 * @param rules    what is proxied
 * @param reverse  how URLs in responses are mapped back, in order
 * @param site     what holds for all
 * @param listen   where to listen in standalone mode, in the order of the file
 */
public record ProxyConfig(RuleSet rules, List<ReverseRule> reverse, SiteSettings site, List<Listen> listen) {

    public ProxyConfig {
        Objects.requireNonNull(rules, "rules");
        Objects.requireNonNull(site, "site");
        reverse = List.copyOf(reverse);
        listen = List.copyOf(listen);
    }

    /**
     * One {@code Listen}.
     *
     * @param address empty: all addresses
     * @param port    1 to 65535
     */
    public record Listen(Optional<String> address, int port) { }
}
