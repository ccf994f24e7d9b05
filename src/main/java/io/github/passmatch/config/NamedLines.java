package io.github.passmatch.config;

import io.github.passmatch.config.balance.MemberDraft;
import io.github.passmatch.config.draft.RuleDraft;
import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.balance.Member;
import io.github.passmatch.rules.balance.NamedMembers;
import io.github.passmatch.rules.naming.Lookup;
import io.github.passmatch.rules.target.Authority;
import java.time.Duration;
import java.util.Optional;

/** Builds what {@code BalancerMember} lines say about names whose addresses are members, and reports what does not fit. */
final class NamedLines {

    private NamedLines() { }

    /** Whether the members of the line are the addresses of its name. */
    static boolean isOne(RuleDraft draft, Problems problems) {
        MemberDraft member = draft.member.orElseThrow();
        Authority authority = draft.target.orElseThrow().authority().orElseThrow();
        if (member.service.isPresent()) {
            if (member.resolve.isPresent() && !member.eachAddress) problems.error(member.resolve.get(), "resolve=first does not fit to SRV records: each record is a member", "remove the parameter");
            return true;
        }
        if (!member.eachAddress) return false;
        if (authority.socket().isEmpty() && Authority.address(authority.host()).isEmpty()) return true;
        problems.warn(Finding.PARAMETER_WITHOUT_EFFECT, member.resolve.orElseThrow(), "resolve=all has an effect on host names only", "remove the parameter: this member has one address");
        return false;
    }

    static NamedMembers of(RuleDraft draft, Member line, Problems problems) {
        MemberDraft member = draft.member.orElseThrow();
        Authority authority = line.target().authority().orElseThrow();
        if (!member.route.isEmpty() && !member.hasAutoRoute()) problems.error(place("route", draft), "the line stands for several members, which cannot have the same route", "write route=auto: each member has a route of its own");
        if (member.service.isPresent() && draft.parameters.stream().anyMatch(word -> isNamed("loadfactor", word)))
            problems.warn(Finding.PARAMETER_WITHOUT_EFFECT, place("loadfactor", draft), "loadfactor= has no effect, because each SRV record has a weight", "remove the parameter");
        if (line.connections().egress().remoteFor(line.at(""), Optional.empty()).isPresent())
            problems.error(draft.url.place(), line.url() + " is reached by ProxyRemote, which looks the name up itself, so its addresses cannot be members", "remove resolve=all, or write the addresses as members");
        Duration every = line.connections().addressTtl().orElse(Lookup.DEFAULT_EVERY);
        return new NamedMembers(line, new Lookup(member.service.orElse(authority.host()), member.service.isPresent(), authority.port(), every.compareTo(Lookup.SHORTEST_EVERY) < 0 ? Lookup.SHORTEST_EVERY : every), member.hasAutoRoute());
    }

    private static boolean isNamed(String name, Word word) {
        return word.name().equalsIgnoreCase(name);
    }

    private static Place place(String name, RuleDraft draft) {
        return draft.parameters.stream().filter(word -> isNamed(name, word)).map(Word::place).findFirst().orElse(draft.place);
    }
}
