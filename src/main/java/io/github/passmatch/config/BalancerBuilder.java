package io.github.passmatch.config;

import io.github.passmatch.config.draft.BalancerDraft;
import io.github.passmatch.config.draft.ConfigDraft;
import io.github.passmatch.config.draft.RuleDraft;
import io.github.passmatch.config.draft.ServerConnections;
import io.github.passmatch.config.draft.ServerDraft;
import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.balance.Balancer;
import io.github.passmatch.rules.balance.Member;
import io.github.passmatch.rules.balance.Method;
import io.github.passmatch.rules.target.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Builds the balancers of all servers from their drafts, and reports what can be seen only after all lines were read. */
final class BalancerBuilder {

    private final ConfigDraft config;
    private final Problems problems;
    private final Function<ServerDraft, ServerConnections> connections;

    BalancerBuilder(ConfigDraft config, Function<ServerDraft, ServerConnections> connections) {
        this.config = config;
        this.problems = config.problems;
        this.connections = connections;
    }

    List<Balancer> build() {
        List<Balancer> balancers = new ArrayList<>();
        for (ServerDraft server : config.servers())
            for (BalancerDraft draft : server.balancers.values())
                if (counts(draft, server)) balancers.add(new Balancer(draft.name, label(server), draft.place, draft.settings(), members(draft)));
        return balancers;
    }

    /** As in httpd, a virtual host has the balancers of the main server, and its own lines about such a balancer do not count. */
    private boolean counts(BalancerDraft draft, ServerDraft server) {
        BalancerDraft ofMain = server.main.map(main -> main.balancers.get(draft.name)).orElse(null);
        if (ofMain != null) {
            String hint = "write them in the main server, or give this balancer another name";
            String main = "balancer://" + draft.name + " is a balancer of the main server (" + ofMain.place.fileAndLine() + "), so ";
            if (!draft.members.isEmpty()) problems.warn(draft.members.get(0).place, main + "its members in this virtual host have no effect, as in httpd", hint);
            draft.parameter.ifPresent(place -> problems.warn(place, main + "its parameters in this virtual host have no effect, as in httpd", hint));
            return false;
        }
        if (draft.members.isEmpty()) problems.error(draft.place, "balancer://" + draft.name + " has no members", "write BalancerMember balancer://" + draft.name + " http://host:port for each member");
        if (draft.twoRandom && draft.method != Method.BYBUSYNESS)
            problems.warn(Finding.PARAMETER_WITHOUT_EFFECT, draft.choicesPlace.orElseThrow(), "choices=2 has no effect without lbmethod=bybusyness", "add lbmethod=bybusyness");
        return true;
    }

    /** Balancers of the same name in two virtual hosts are two balancers. */
    private static String label(ServerDraft server) {
        return server.main.isEmpty() ? "" : server.serverName.orElse("") + server.addresses.stream().map(address -> address.port().isPresent() ? ":" + address.port().getAsInt() : "").distinct().reduce("", String::concat);
    }

    private List<Member> members(BalancerDraft draft) {
        Map<String, Place> seen = new HashMap<>();
        List<Member> members = new ArrayList<>();
        for (RuleDraft member : draft.members) {
            Target target = member.target.orElseThrow();
            Place earlier = seen.putIfAbsent(target.text(), member.place);
            if (earlier != null) problems.error(member.url.place(), target.text() + " is a member of balancer://" + draft.name + " already: " + earlier.fileAndLine(), "remove one of the lines; loadfactor=2 doubles the share of a member");
            else members.add(new Member(target.text(), member.place, target, ConnectionBuilder.settings(member, target, config, connections.apply(member.server)), member.member.orElseThrow().build(target.text())));
        }
        return members;
    }
}
