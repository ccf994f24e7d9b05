package io.github.passmatch.rules.balance;

import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.target.BadTarget;
import io.github.passmatch.rules.target.Target;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A balancer with its members: {@code <Proxy balancer://name>}.
 *
 * @param name    in lower case, without {@code balancer://}
 * @param server  name and ports of the virtual host; empty for the main server
 * @param place   the line that mentions the balancer first
 * @param members in the order of definition
 * @param names   the lines whose members are the addresses of a name, in the order of definition
 */
public record Balancer(String name, String server, Place place, Settings settings, List<Member> members, List<NamedMembers> names) {

    /** Without {@code growth}. */
    private static final int MOST_ADDRESSES = 1000;

    /** A balancer whose members are all known. */
    public Balancer(String name, String server, Place place, Settings settings, List<Member> members) {
        this(name, server, place, settings, members, List.of());
    }

    public Balancer {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(settings, "settings");
        members = List.copyOf(members);
        names = List.copyOf(names);
    }

    /** Unique in a configuration: balancers of two virtual hosts may have the same name. */
    public String id() {
        return server.isEmpty() ? name : name + " of " + server;
    }

    /** The largest number of members that the names may have together. */
    int mostAddresses() {
        return settings.growth().limit() > 0 ? settings.growth().limit() : MOST_ADDRESSES;
    }

    /** {@code balancer://name}. */
    public String url() {
        return "balancer://" + name;
    }

    /** The highest number of the rules of its lines. Members of balancers have higher numbers than all other rules. */
    int lastNumber() {
        return Stream.concat(members.stream(), names.stream().map(NamedMembers::line)).mapToInt(member -> member.rule().number()).max().orElse(0);
    }

    /** The same balancer with other members. */
    Balancer with(List<Member> others) {
        return new Balancer(name, server, place, settings, others, names);
    }

    /**
     * The parameters of a balancer.
     *
     * @param method    the method for requests without session
     * @param twoRandom {@code choices=2}: the less busy one of two random members
     * @param sticky    {@code stickysession} and what belongs to it; empty: no sessions
     * @param failover  what happens if a member is not usable
     * @param ejection  which responses put a member in error
     * @param nonce     {@code nonce} of the balancer-manager; empty: random
     * @param growth    {@code growth}: the members that the balancer-manager may add
     * @param drainTime longest time for requests and tunnels of a member that drains
     */
    public record Settings(Method method, boolean twoRandom, Optional<StickySession> sticky, Failover failover, Ejection ejection, Optional<String> nonce, Growth growth, Duration drainTime) {

        /** httpd's defaults. */
        public static final Settings DEFAULT = new Settings(Method.BYREQUESTS, false, Optional.empty(), Failover.DEFAULT, Ejection.DEFAULT, Optional.empty(), Growth.NONE, Duration.ofMinutes(5));

        public Settings {
            Objects.requireNonNull(method, "method");
            Objects.requireNonNull(sticky, "sticky");
            Objects.requireNonNull(failover, "failover");
            Objects.requireNonNull(ejection, "ejection");
            Objects.requireNonNull(nonce, "nonce");
            Objects.requireNonNull(growth, "growth");
            Objects.requireNonNull(drainTime, "drainTime");
        }
    }

    /**
     * The members that may be added at run time.
     *
     * @param limit     how many
     * @param templates a disabled member for each scheme, with what added members inherit; empty if the limit is 0
     */
    public record Growth(int limit, List<Member> templates) {

        /** No member may be added. */
        public static final Growth NONE = new Growth(0, List.of());

        public Growth {
            templates = List.copyOf(templates);
        }

        /** The new member with this URL: {@code http}, {@code https}, {@code ws} or {@code wss}, host and port, perhaps a path; empty for another text. */
        Optional<Member> member(String url) {
            try {
                if (!url.matches("[!-~&&[^?#|@$%]]{1,200}")) return Optional.empty();
                Target target = Target.literal(url);
                return templates.stream().filter(one -> one.target().scheme().equals(target.scheme())).findFirst().map(one -> one.at(url, target));
            } catch (BadTarget e) {
                return Optional.empty();
            }
        }
    }
}
