package io.github.passmatch.rules.server;

import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.Secrets;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.rewrite.Redirects;
import io.github.passmatch.rules.rewrite.RewriteBlock;
import java.util.Objects;
import java.util.Optional;

/**
 * A {@code <Location>} or {@code <LocationMatch>}, selected by the decoded, normalised path; or a {@code <Proxy>} or {@code <ProxyMatch>},
 * selected by the URL that the path was mapped to.
 *
 * @param name  the opening line, such as {@code <Location /app>}
 * @param place    position of the opening line
 * @param selector selects paths or URLs
 * @param rule     the {@code ProxyPass} inside the section; only in {@code <Location>} and {@code <LocationMatch>}
 * @param scope    the other directives of the section
 * @param redirects the redirects of the section
 * @param rewriting the rewrite directives of the section
 */
public record Section(String name, Place place, Selector selector, Optional<Rule> rule, Scope scope, Redirects redirects, Optional<RewriteBlock> rewriting) {

    public Section {
        name = Secrets.hidden(name);
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(selector, "selector");
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(redirects, "redirects");
        Objects.requireNonNull(rewriting, "rewriting");
    }
}
