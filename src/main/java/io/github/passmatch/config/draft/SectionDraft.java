package io.github.passmatch.config.draft;

import io.github.passmatch.config.text.Wildcards;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.config.tls.TlsDraft;
import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.rewrite.Redirect;
import io.github.passmatch.rules.rewrite.Redirects;
import io.github.passmatch.rules.server.Section;
import io.github.passmatch.rules.server.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Collects the directives of a section of paths or URLs. */
public final class SectionDraft {

    /** How a section is selected. */
    public enum Kind {
        /** {@code <Location /path>}. */
        LOCATION("Location"),
        /** {@code <LocationMatch regex>}. */
        LOCATION_MATCH("LocationMatch"),
        /** {@code <Location ~ regex>}: a regular expression in the form of the plain section. */
        LOCATION_TILDE("Location"),
        /** {@code <Proxy url>}. */
        PROXY("Proxy"),
        /** {@code <ProxyMatch regex>} and {@code <Proxy ~ regex>}. */
        PROXY_MATCH("ProxyMatch"),
        /** {@code <Directory /path>}. */
        DIRECTORY("Directory"),
        /** {@code <DirectoryMatch regex>} and {@code <Directory ~ regex>}. */
        DIRECTORY_MATCH("DirectoryMatch"),
        /** {@code <Files name>}. */
        FILES("Files"),
        /** {@code <FilesMatch regex>} and {@code <Files ~ regex>}. */
        FILES_MATCH("FilesMatch"),
        AUTHN_PROVIDER_ALIAS("AuthnProviderAlias"),
        AUTHZ_PROVIDER_ALIAS("AuthzProviderAlias"),
        IF("If"),
        ELSEIF("ElseIf"),
        ELSE("Else");

        private final String name;

        Kind(String name) {
            this.name = name;
        }

        public boolean ofPaths() {
            return this == LOCATION || this == LOCATION_MATCH || this == LOCATION_TILDE;
        }

        public boolean ofTargets() {
            return this == PROXY || this == PROXY_MATCH;
        }

        /** Whether the section is for files of the server. */
        public boolean ofFiles() {
            return ofDirectories() || this == FILES || this == FILES_MATCH;
        }

        public boolean ofDirectories() {
            return this == DIRECTORY || this == DIRECTORY_MATCH;
        }

        @Override
        public String toString() {
            return "<" + name + ">";
        }
    }

    public final Kind kind;
    final Place place;
    /** The path, URL or regular expression. */
    public final Word argument;
    final Selector selector;
    public final ScopeDraft scope;
    /** The {@code SSLProxy*} lines of a {@code <Proxy>}, for rules with a matching URL. */
    public final List<Consumer<TlsDraft>> tls = new ArrayList<>();
    /** The ProxyPass of the section; the last one counts. */
    public Optional<RuleDraft> rule = Optional.empty();

    /** The rewrite directives; empty if there are none. */
    public Optional<RewriteDraft> rewriting = Optional.empty();
    /** The {@code <Files>} and {@code <FilesMatch>} in a {@code <Directory>}. */
    public final List<SectionDraft> files = new ArrayList<>();
    public final List<Redirect> redirects = new ArrayList<>();
    /** The redirect without path; the last one counts. */
    public Optional<Redirect> wholeRedirect = Optional.empty();

    public SectionDraft(Kind kind, Place place, Word argument, Selector selector, ScopeDraft scope) {
        this.kind = kind;
        this.place = place;
        this.argument = argument;
        this.selector = selector;
        this.scope = scope;
        scope.ofSection = true;
    }

    /** A section without selector, such as {@code <If>}. */
    public SectionDraft(Kind kind, Place place, Word argument, ScopeDraft scope) {
        this(kind, place, argument, null, scope);
    }

    /** {@code <Location /app>}. */
    String name() {
        String tilde = kind == Kind.LOCATION_TILDE ? "~ " : "";
        return "<" + kind.name + " " + tilde + argument.text() + ">";
    }

    /** Whether a {@code <Proxy>} or {@code <ProxyMatch>} matches the URL of a rule, before references are replaced. */
    public boolean matchesUrl(String url) {
        String normal = Wildcards.normalUrl(Bytes.of(url));
        if (selector instanceof Selector.Matching matching) return matching.regex().matches(normal);
        return selector instanceof Selector.OfUrl ours && ours.takes(normal);
    }

    public Section build(Optional<Rule> built, Map<RuleDraft, Rule> rules) {
        return new Section(name(), place, selector, built, scope.build(), new Redirects(redirects, wholeRedirect),
                rewriting.map(draft -> draft.build(Bytes.of(argument.text().endsWith("/") ? argument.text() : argument.text() + "/"), rules)));
    }
}
