package io.github.passmatch.rules.rewrite;

import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.rules.match.EncodedSlashes;
import io.github.passmatch.rules.match.Match;
import io.github.passmatch.rules.match.PathText;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.target.Authority;
import io.github.passmatch.rules.target.BadPath;
import io.github.passmatch.rules.target.BadTarget;
import io.github.passmatch.rules.target.Target;
import io.github.passmatch.rules.target.UpstreamTarget;
import java.util.Optional;

/** Computes the target of a {@code RewriteRule} with {@code [P]}. Text of the request never becomes a part of a fixed authority, and a varying authority must be a valid host and port. */
public final class RewriteProxy {

    private RewriteProxy() { }

    /** The URL of the substitution, for the rule whose connections are used. */
    public static Target target(String url) throws RewriteText.Unsupported, BadTarget {
        return Target.rewritten(url, RewriteText.parse(url).shape());
    }

    static Match forwarded(RewriteRule rewrite, RewriteRun run, boolean noEscape, EncodedSlashes encodedSlashes) throws BadPath {
        Rule rule = rewrite.proxy().orElseThrow();
        Target target = rule.destination().orElseThrow().target();
        RewriteText authorityText = rewrite.substitution().orElseThrow().authority();
        Optional<Authority> fixed = target.authority();
        String written = fixed.isPresent() ? authorityText.literalStart() : authorityText.expand(run, rewrite.flags(), new RewriteText.QuestionMark());
        Authority authority = fixed.isPresent() ? fixed.get() : Target.varyingAuthority(target.scheme(), written.substring(written.indexOf("://") + 3));
        String rest = run.subject().substring(Math.min(written.length(), run.subject().length()));
        String slashed = rest.startsWith("/") ? rest : "/" + rest;
        if (noEscape && RewriteRun.badQuery(slashed)) throw new BadPath(OwnAnswer.BAD_REWRITE, "the path would contain a space or a control character, which [NE], mapping= and nocanon leave as it is");
        String path = noEscape ? slashed : PathText.rewritten(slashed, encodedSlashes).written();
        UpstreamTarget to = new UpstreamTarget(authority, run.query() == null ? path : path + "?" + run.query());
        return rule.destination().get().knows(to) ? new Match.Forwarded(rule, to) : Match.Refused.unknownBalancer(rule, to);
    }
}
