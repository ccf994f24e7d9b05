package io.github.passmatch.config.parameter;

import static io.github.passmatch.rules.connection.ReuseDecision.Cause.DISABLEREUSE_OFF;
import static io.github.passmatch.rules.connection.ReuseDecision.Cause.DISABLEREUSE_ON;
import static io.github.passmatch.rules.connection.ReuseDecision.Cause.ENABLEREUSE_OFF;
import static io.github.passmatch.rules.connection.ReuseDecision.Cause.ENABLEREUSE_ON;

import io.github.passmatch.config.balance.BalancerParameters;
import io.github.passmatch.config.draft.RuleDraft;
import io.github.passmatch.config.health.HealthParameters;
import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Hints;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.Value;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.connection.ConnectionSettings;
import io.github.passmatch.rules.connection.WorkerFlag;
import io.github.passmatch.rules.match.Destination;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Lists the parameters of {@code ProxyPass} and {@code ProxyPassMatch}, one row each (mod_proxy, "Worker parameters"). */
public final class Parameters {

    private static final Duration MS = Duration.ofMillis(1);
    /** The largest value which HttpCore can compute with; httpd has no limit. */
    private static final int LONGEST_FIELD = 1 << 30;

    private static final List<Parameter> ALL = List.of(
            row("enablereuse", "on, off", "on; off if the URL of a regex rule contains $", "keeps connections for later requests",
                    (draft, value) -> value.onOff().ifPresent(on -> draft.decideReuse(on ? ENABLEREUSE_ON : ENABLEREUSE_OFF, value.place()))),
            row("disablereuse", "on, off", "the opposite of enablereuse", "closes the connection after each request; the opposite of enablereuse, the last of both counts",
                    (draft, value) -> value.onOff().ifPresent(on -> draft.decideReuse(on ? DISABLEREUSE_ON : DISABLEREUSE_OFF, value.place()))),
            row("max", "0 and up", "0: no limit", "largest number of connections, in use and idle",
                    (draft, value) -> value.integer(0, Integer.MAX_VALUE).ifPresent(n -> draft.max = n == 0 ? ConnectionSettings.UNLIMITED : n)),
            row("acquire", "time, ms", "as timeout", "longest wait for a connection if max connections are in use; then 503",
                    (draft, value) -> draft.acquire = value.duration("ms", MS).or(() -> draft.acquire)),
            row("smax", "0 and up", "as max", "accepted without effect: every connection that is idle for longer than ttl is closed",
                    (draft, value) -> value.integer(0, Integer.MAX_VALUE).ifPresent(n -> draft.smax = Optional.of(value.place()))),
            row("ttl", "time, s", "no limit, except Keep-Alive: timeout=… of the upstream", "longest idle time of a connection; after that time the connection is closed",
                    (draft, value) -> draft.ttl = value.duration("s", MS).or(() -> draft.ttl)),
            row("connectiontimeout", "time, s", "as timeout", "longest time for a TCP connect to the upstream, whose addresses are tried in turn; then 504",
                    (draft, value) -> draft.connectTimeout = value.duration("s", MS).or(() -> draft.connectTimeout)),
            row("timeout", "time, s", "ProxyTimeout, else Timeout, else 60s", "longest time without data from the upstream; then 504",
                    (draft, value) -> draft.timeout = value.duration("s", MS).or(() -> draft.timeout)),
            row("totaltimeout", "time, s", "no limit", "longest time for a complete exchange; then 504, or the response is cut off; not a parameter of httpd",
                    (draft, value) -> draft.totalTimeout = value.duration("s", MS).or(() -> draft.totalTimeout)),
            row("ping", "time, s", "off", "sends Expect: 100-continue before a request body, and waits at most this time for the response; then 503",
                    (draft, value) -> draft.ping = value.duration("s", MS).or(() -> draft.ping)),
            row("keepalive", "on, off", "off", "TCP keep-alive probes (SO_KEEPALIVE); no effect on connection reuse", Parameters::keepalive),
            row("addressttl", "time, s; -1", "-1: as the resolver of the JVM", "how long a resolved address is used; 0 also switches connection reuse off", Parameters::addressTtl),
            row("retry", "time, s", "60s", "how long no requests are sent to a worker in error state; for a rule only with status=-I", (draft, value) -> {
                draft.retryPlace = Optional.of(value.place());
                value.duration("s", Duration.ZERO).ifPresent(time -> draft.retry = time);
            }),
            row("status", "letters D S C E I N H R with + or -", "+I; of a member none", "initial flags of the worker; D, S and C switch the rule or the member off; N, H and R are for members only", Parameters::status),
            row("iobuffersize", "bytes; 0 or 512 and up", "65536", "largest size of a copy buffer, at most 16 MiB; a short body gets a smaller buffer",
                    (draft, value) -> value.bufferSize().ifPresent(n -> draft.ioBufferSize = n)),
            row("receivebuffersize", "bytes; 0 or 512 and up", "0: as the system", "SO_RCVBUF",
                    (draft, value) -> value.bufferSize().ifPresent(n -> draft.receiveBufferSize = n)),
            row("responsefieldsize", "bytes", "8192", "longest line in the header of a response", (draft, value) -> value.integer(0, Integer.MAX_VALUE)
                    .ifPresent(n -> draft.responseFieldSize = n == 0 ? ConnectionSettings.DEFAULT_RESPONSE_FIELD_SIZE : Math.min(n, LONGEST_FIELD))),
            row("mapping", "encoded, servlet", "decoded paths", "compares undecoded paths; servlet also ignores path parameters. Sections compare the path in the same form",
                    (draft, value) -> value.oneOf(List.of("encoded", "servlet")).ifPresent(
                            word -> draft.view = word.equals("servlet") ? Destination.View.SERVLET : Destination.View.ENCODED)),
            bare("nocanon", true, "appends the remaining part of the request target unchanged, without decoding and encoding", (draft, value) -> draft.nocanon = true),
            bare("noquery", true, "no effect for HTTP, as in httpd", (draft, value) -> { }),
            row("flushpackets", "on, off, auto", "off", "accepted without effect: received data is always flushed while the upstream sends nothing",
                    (draft, value) -> value.oneOf(List.of("on", "off", "auto"))),
            later("flushwait", "ms, 0 to 1000", "10", "not needed for HTTP", (draft, value) -> value.integer(0, 1000)),
            later("min", "0 and up", "0", "no connections are opened in advance, as in httpd", (draft, value) -> value.integer(0, Integer.MAX_VALUE)),
            row("upgrade", "protocols with commas; ANY", "none; websocket for ws:// and wss://", "the protocols to which the connection of a client may switch", Parameters::upgrade),
            row("resolve", "all, first", "first", "members of balancers: all makes a member of each address of the host name, and looks the name up again and again (addressttl); not a parameter of httpd",
                    (draft, value) -> value.oneOf(List.of("all", "first")).ifPresent(word -> draft.member.ifPresent(member -> {
                        member.eachAddress = word.equals("all");
                        member.resolve = Optional.of(value.place());
                    }))),
            row("loadfactor", "1 to 100", "1", "members of balancers: share of the requests, relative to the other members", Parameters::loadFactor),
            row("lbset", "0 to 99", "0", "members of balancers: a set with a higher number is used only if no member of a lower one is usable", (draft, value) -> value.integer(0, 99).ifPresent(n -> draft.member.ifPresent(member -> member.lbset = n))),
            row("route", "text", "none", "members of balancers: the name by which stickysession finds the member", (draft, value) -> value.shorterThan(64).ifPresent(text -> draft.member.ifPresent(member -> member.route = text))),
            row("redirect", "text", "none", "members of balancers: the route that takes over the sessions while the member is not usable",
                    (draft, value) -> value.shorterThan(64).ifPresent(text -> draft.member.ifPresent(member -> member.redirect = text))),
            row("slowstart", "time, s", "0s", "members of balancers: how long the share of the requests grows after the member has come back; not a parameter of httpd",
                    (draft, value) -> value.duration("s", Duration.ZERO).ifPresent(time -> draft.member.ifPresent(member -> member.slowStart = time))),
            later("secret", "text", "none", "for AJP, which is not supported", (draft, value) -> value.shorterThan(64)),
            later("flusher", "text", "flush", "for a plug-in of httpd", (draft, value) -> value.shorterThan(64)),
            bare("interpolate", true, "replaces environment variables in path and URL, with ProxyPassInterpolateEnv On", (draft, value) -> draft.interpolate = true),
            health("hcmethod", "NONE TCP OPTIONS HEAD GET OPTIONS11 HEAD11 GET11", "NONE", "of a BalancerMember: how it is checked; TCP only connects, 11 means HTTP/1.1 in place of HTTP/1.0"),
            health("hcinterval", "time, s; 100ms and up", "30s", "from the end of a check to the next one"),
            health("hctimeout", "time, s", "as timeout, but at most hcinterval", "longest time of a check; not a parameter of httpd"),
            health("hcpasses", "0 and up", "1", "how many checks in a row must pass until the member is used again; 0 means 1"),
            health("hcfails", "0 and up", "1", "how many checks in a row must fail until the member is not used any more; 0 means 1"),
            health("hcuri", "text", "the path of the member", "the path of the check, below the path of the member; may have a query"),
            health("hctemplate", "a name", "none", "takes the parameters of a ProxyHCTemplate; those after it on the line override them"),
            health("hcexpr", "a name", "statuses 200 to 399 pass", "the ProxyHCExpr that decides whether a response passes"),
            health("hcdrain", "a name", "none", "the ProxyHCExpr for responses which say that the member takes no new sessions (as status=+N); not a parameter of httpd"));

    private static final Map<String, Parameter> BY_NAME = byName();
    /** These have an effect on members of balancers only. */
    private static final Set<String> OF_MEMBERS = Set.of("resolve", "loadfactor", "lbset", "route", "redirect", "slowstart");

    private Parameters() { }

    /** All rows, in the order of the manual. */
    public static List<Parameter> all() {
        return ALL;
    }

    /** Whether a word is {@code name=value} with the name of a parameter. */
    public static boolean isNamed(String word) {
        int equals = word.indexOf('=');
        return equals > 0 && BY_NAME.containsKey(word.substring(0, equals).toLowerCase(Locale.ROOT));
    }

    /** Whether a rule or a member has a parameter of this name. */
    public static boolean isOfWorkers(String name) {
        return BY_NAME.containsKey(name.toLowerCase(Locale.ROOT));
    }

    /** Reads one word after the URL into {@code draft}. */
    public static void read(Word word, RuleDraft draft, Problems problems) {
        String name = word.name();
        boolean hasValue = word.text().length() > name.length();
        Parameter parameter = BY_NAME.get(name.toLowerCase(Locale.ROOT));
        if (parameter == null) {
            unknown(word, name, hasValue, draft, problems);
        } else if (parameter.bare() && hasValue) {
            problems.error(word.place(), parameter.name() + " takes no value", "write it without \"" + word.text().substring(name.length()) + "\"");
        } else {
            Optional<Value> value = parameter.bare() ? Optional.of(new Value(parameter.name(), "", word.place(), problems)) : word.value(parameter.name(), problems);
            if (value.isEmpty()) return;
            if (draft.member.isEmpty() && (OF_MEMBERS.contains(parameter.name()) || HealthParameters.isOne(parameter.name()))) problems.warn(Finding.PARAMETER_WITHOUT_EFFECT, word.place(), parameter.name() + "= has an effect on members of balancers only", "remove the parameter: this rule has one upstream");
            if (!parameter.inForce()) problems.warn(Finding.NOT_IN_FORCE, word.place(), parameter.name() + "= has no effect yet", parameter.summary());
            parameter.setter().set(draft, value.get());
        }
    }

    private static void unknown(Word word, String name, boolean hasValue, RuleDraft draft, Problems problems) {
        if (word.isComment()) {
            problems.error(Finding.COMMENT, word.place(), Word.NO_COMMENT, "put it on a line of its own");
        } else if (name.isEmpty()) {
            problems.error(word.place(), "a parameter's name is missing before the =", "remove the spaces around the =");
        } else if (BalancerParameters.contains(name)) {
            if (draft.member.isPresent()) problems.error(Finding.BALANCER_PARAMETER, word.place(), "\"" + name + "\" is a parameter of a balancer, not of a member", "write it in a ProxySet of the balancer");
            else problems.error(Finding.BALANCER_PARAMETER, word.place(), "\"" + name + "\" is a parameter of balancers, not of a plain URL", "remove the parameter: this rule has one upstream");
        } else if (!hasValue && Hints.closest(name, BY_NAME.keySet()).isEmpty()) {
            problems.error(word.place(), "\"" + name + "\" is not a parameter", "parameters have the form name=value");
        } else {
            problems.error(Finding.UNKNOWN_PARAMETER, word.place(), "unknown parameter \"" + name + "\"", Hints.didYouMean(name, BY_NAME.keySet()));
        }
    }

    private static void upgrade(RuleDraft draft, Value value) {
        String text = value.text();
        if (value.shorterThan(16).isEmpty()) return;
        List<String> names = List.of(text.split(",", -1));
        if (text.equalsIgnoreCase("NONE")) value.problems().error(value.place(), "upgrade=NONE is no protocol", "remove the parameter: without it, no request is upgraded");
        else if (!names.stream().allMatch(name -> name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+(/[!#$%&'*+.^_`|~0-9A-Za-z-]+)?")))
            value.problems().error(value.place(), "upgrade takes names of protocols with commas and without spaces, not \"" + text + "\"", "write upgrade=websocket");
        else draft.upgrade = Optional.of(names);
        if (names.stream().anyMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("h2c")))
            value.problems().warn(value.place(), "after a switch to h2c, clients send requests that no rule and no access control sees", "write upgrade=websocket");
    }

    private static void keepalive(RuleDraft draft, Value value) {
        value.onOff().ifPresent(on -> {
            draft.tcpKeepAlive = on;
            draft.keepaliveOn = on ? Optional.of(value.place()) : Optional.empty();
        });
    }

    private static void addressTtl(RuleDraft draft, Value value) {
        if (value.text().equals("-1")) {
            draft.addressTtl = Optional.empty();
            draft.addressTtlZero = Optional.empty();
            return;
        }
        value.duration("s", Duration.ZERO).ifPresent(time -> {
            draft.addressTtl = Optional.of(time);
            draft.addressTtlZero = time.isZero() ? Optional.of(value.place()) : Optional.empty();
        });
    }

    private static void status(RuleDraft draft, Value value) {
        boolean set = true;
        for (int i = 0; i < value.text().length(); i++) {
            char c = value.text().charAt(i);
            if (c == '+' || c == '-') {
                set = c == '+';
                continue;
            }
            Optional<WorkerFlag> flag = WorkerFlag.of(c);
            if (flag.isEmpty()) {
                value.problems().error(value.place(), "status has no letter \"" + c + "\"", "it takes D, S, C, E, I, N, H and R, each with + or - before it");
                return;
            }
            if (set) draft.status.add(flag.get());
            else draft.status.remove(flag.get());
        }
    }

    private static void loadFactor(RuleDraft draft, Value value) {
        if (!value.text().matches("(100(\\.0{1,2})?|[1-9]\\d?(\\.\\d{1,2})?)"))
            value.problems().error(value.place(), "loadfactor takes a number from 1 to 100, not \"" + value.text() + "\"", "");
        else draft.member.ifPresent(member -> member.loadFactor = new BigDecimal(value.text()).movePointRight(2).intValueExact());
    }

    private static Parameter row(String name, String values, String standard, String summary, Parameter.Setter setter) {
        return new Parameter(name, values, standard, summary, true, false, setter);
    }

    private static Parameter health(String name, String values, String standard, String summary) {
        return row(name, values, standard, summary, (draft, value) -> HealthParameters.read(draft.health(), value, draft.healthNames()));
    }

    private static Parameter later(String name, String values, String standard, String summary, Parameter.Setter setter) {
        return new Parameter(name, values, standard, summary, false, false, setter);
    }

    private static Parameter bare(String name, boolean inForce, String summary, Parameter.Setter setter) {
        return new Parameter(name, "(no value)", "-", summary, inForce, true, setter);
    }

    private static Map<String, Parameter> byName() {
        Map<String, Parameter> map = new TreeMap<>();
        for (Parameter parameter : ALL) map.put(parameter.name(), parameter);
        return map;
    }
}
