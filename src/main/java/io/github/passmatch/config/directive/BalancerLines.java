package io.github.passmatch.config.directive;

import io.github.passmatch.config.balance.BalancerDraft;
import io.github.passmatch.config.balance.BalancerParameters;
import io.github.passmatch.config.balance.Balancers;
import io.github.passmatch.config.balance.MemberDraft;
import io.github.passmatch.config.draft.LineContext;
import io.github.passmatch.config.draft.RuleDraft;
import io.github.passmatch.config.draft.SectionDraft;
import io.github.passmatch.config.parameter.Parameters;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.Line;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.match.PathPrefix;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.target.BadTarget;
import io.github.passmatch.rules.target.ServiceUrl;
import io.github.passmatch.rules.target.Target;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads {@code BalancerMember} lines, and the parameters of balancers on other lines. */
final class BalancerLines {

    /** The words of a {@code ProxyPass} line that belong to the rule, not to its balancer. */
    private static final List<String> OF_RULES = List.of("nocanon", "noquery", "interpolate", "mapping");

    private BalancerLines() { }

    static void member(Line line, LineContext context) {
        Optional<SectionDraft> section = context.section().filter(inner -> Balancers.isOne(inner.argument));
        Problems problems = context.problems();
        int url = section.isPresent() ? 0 : 1;
        if (section.isEmpty() && (line.count() == 0 || !Balancers.isOne(line.argument(0)))) {
            problems.error(line.place(), "BalancerMember needs the URL of its balancer outside of <Proxy balancer://name>", "write BalancerMember balancer://name http://host:port");
        } else if (line.count() == url) {
            problems.error(line.end(), "BalancerMember needs the URL of the member", "write http://host:port");
        } else {
            Word balancer = section.isPresent() ? section.get().argument : line.argument(0);
            read(line, url, Balancers.name(balancer), context).ifPresent(member -> context.server().member(Balancers.name(balancer), line.place(), member));
        }
    }

    private static Optional<RuleDraft> read(Line line, int at, String balancer, LineContext context) {
        Problems problems = context.problems();
        RuleDraft draft = new RuleDraft(Rule.MEMBER, line.place(), context.server(), Optional.empty());
        draft.pattern = new PathPrefix(Bytes.of("balancer://" + balancer));
        draft.patternPlace = line.place();
        draft.becomeMember(new MemberDraft());
        draft.url = line.argument(at);
        draft.parameters = line.arguments().subList(at + 1, line.count());
        for (Word word : draft.parameters) {
            Parameters.read(word, draft, problems);
            if (word.isComment()) break;
        }
        String url = Bytes.of(draft.url.text());
        if (Balancers.isOne(draft.url)) {
            problems.error(draft.url.place(), "a balancer cannot be the member of a balancer: " + draft.url.text(), "write the members of the other balancer here");
            return Optional.empty();
        }
        if (url.indexOf('?') >= 0) {
            problems.error(draft.url.at(draft.url.text().indexOf('?')), "the URL of a member has no query: " + draft.url.text(), "write the query in the URL of the rule");
            return Optional.empty();
        }
        try {
            Optional<ServiceUrl> service = ServiceUrl.read(url);
            draft.member.orElseThrow().service = service.map(ServiceUrl::records);
            draft.target = Optional.of(service.isPresent() ? service.get().target() : Target.literal(url));
            return Optional.of(draft);
        } catch (BadTarget e) {
            RuleLines.badTarget(draft.url, e, problems);
            return Optional.empty();
        }
    }

    /** Reads the parameters of a {@code ProxyPass} with the URL of a balancer. */
    static void ofRule(RuleDraft rule, Problems problems) {
        BalancerDraft balancer = mention(rule.url, rule);
        for (Word word : rule.parameters) {
            boolean ofRule = OF_RULES.contains(word.name().toLowerCase(Locale.ROOT));
            if (ofRule) Parameters.read(word, rule, problems);
            else BalancerParameters.read(word, balancer, Parameters::isOfWorkers, problems);
            if (word.isComment()) break;
        }
    }

    /** A name that comes from the request is not a balancer of its own. */
    private static BalancerDraft mention(Word url, RuleDraft rule) {
        String name = Balancers.name(url);
        return Balancers.isNamedByRequest(url) ? new BalancerDraft(name, url.place()) : rule.server.balancer(name, url.place());
    }

    /** Reads the parameters of a {@code ProxySet} or {@code <Proxy>} for a balancer. */
    static void set(Word url, List<Word> parameters, LineContext context) {
        BalancerDraft balancer = context.server().balancer(Balancers.name(url), url.place());
        parameters.forEach(word -> BalancerParameters.read(word, balancer, Parameters::isOfWorkers, context.problems()));
    }
}
