package io.github.passmatch.config.problem;

import java.util.Locale;

/** The kinds of things that can be said about a configuration. Their names are stable: reports for machines carry them. */
public enum Finding {
    MISTAKE("The line cannot mean what it says, or means nothing."),
    UNKNOWN_DIRECTIVE("Nobody knows a directive of that name."),
    UNKNOWN_PARAMETER("There is no parameter of that name."),
    BALANCER_PARAMETER("The parameter belongs to a balancer, or to a member of one."),
    DOUBTFUL("The line works, but hardly as intended."),
    NOT_OURS("The line is httpd's own business and has no effect here."),
    NOT_IN_FORCE("httpd would obey the line; here it has no effect."),
    REWRITE_RULE("RewriteRule has no effect here; ProxyPassMatch may do the same."),
    SHADOWED_RULE("The rule can never match, because another already matches everything that it would."),
    PARTLY_SHADOWED_RULE("Another rule takes a part of what this one could."),
    OVERRIDDEN_LOCATION("A later section replaces the ProxyPass of this one."),
    BACK_REFERENCE("A back-reference in the URL switches reuse off."),
    NEVER_MATCHES("No path that a client can send is like the one that the rule asks for."),
    JOINED_PARAMETER("What was meant to follow the URL is a part of it."),
    LOOP("The rule leads back to this proxy."),
    SKIPPED_RULES("Rules stand in a section that is skipped."),
    NOTHING_INCLUDED("No file matches what IncludeOptional names."),
    ACCESS_LOG("httpd's access log is not written here."),
    STEERABLE_TARGET("Who sends requests chooses where they go."),
    KEEPALIVE_IS_TCP("keepalive= is about TCP probes, not about reuse."),
    KEEPALIVE_OF_CLIENTS("KeepAlive is about the client's connections."),
    VARIABLE_WITHOUT_EFFECT("No such variable is read."),
    REUSE_SWITCHED_OFF("A variable switches reuse off, whatever its value."),
    PARAMETER_WITHOUT_EFFECT("The parameter has no effect as it stands."),
    TTL_TOO_LONG("Upstreams usually close idle connections sooner."),
    TRAILING_SLASH("A slash ends the path or the URL, but not both."),
    WHOLE_PATH_APPENDED("A URL without back-reference gets the whole request path."),
    MISSING_GROUP("The URL refers to a group that the expression does not have."),
    NAMED_GROUP("Groups have no names in the URL."),
    UNANCHORED_REGEX("The expression may be found anywhere in the path."),
    CATASTROPHIC_REGEX("The expression takes too many steps on some paths."),
    CREDENTIALS_IN_URL("User and password in the URL are dropped."),
    REDIRECT_NOT_MAPPED("The line cannot match what the upstream sends."),
    ERROR_OVERRIDE("An overridden answer loses all its fields."),
    UNVERIFIED_TLS("The upstream's certificate is not verified."),
    COMMENT("What was meant as a comment is none, or takes in the next line."),
    QUOTES("Quotes inside a word are literal."),
    ODD_CHARACTER("A character looks like another or like nothing, or the file is in an encoding that cannot be read."),
    UNDEFINED_VARIABLE("The variable is not defined."),
    DEPARTURE("httpd would do otherwise.");

    private final String sentence;

    Finding(String sentence) {
        this.sentence = sentence;
    }

    /** The name in reports, {@code shadowed-rule}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What it is about, in one sentence. */
    public String sentence() {
        return sentence;
    }
}
