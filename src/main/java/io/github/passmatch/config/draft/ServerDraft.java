package io.github.passmatch.config.draft;

import io.github.passmatch.config.balance.BalancerDraft;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.Line;
import io.github.passmatch.config.tls.ServerTlsDraft;
import io.github.passmatch.config.tls.TlsDraft;
import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.connection.ProtocolSettings;
import io.github.passmatch.rules.file.Alias;
import io.github.passmatch.rules.file.MappedFile;
import io.github.passmatch.rules.match.EncodedSlashes;
import io.github.passmatch.rules.rewrite.Redirect;
import io.github.passmatch.rules.server.Audience;
import io.github.passmatch.rules.server.ServerSettings;
import io.github.passmatch.rules.server.VirtualHost;
import io.github.passmatch.rules.tls.ServerTls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** Collects the directives of the main server or of a {@code <VirtualHost>}. A virtual host inherits the settings of the main server. */
public final class ServerDraft {

    /** The name of HTTP/1.1 in {@code Protocols}. */
    private static final String HTTP_1 = "http/1.1";

    final ConfigDraft config;
    final Problems problems;
    public final Optional<ServerDraft> main;
    public final ScopeDraft scope;
    public final List<RuleDraft> rules = new ArrayList<>();
    /** The rewrite directives; empty if there are none. */
    public Optional<RewriteDraft> rewriting = Optional.empty();
    public Optional<Integer> internalRedirects = Optional.empty();
    public final List<Redirect> redirects = new ArrayList<>();
    public final List<SectionDraft> sections = new ArrayList<>();
    /** The {@code SSLProxy*} lines, to be applied after those of the main server. */
    public final List<Consumer<TlsDraft>> tls = new ArrayList<>();
    /** TLS with clients. */
    public final ServerTlsDraft clientTls = new ServerTlsDraft();
    /** {@code Protocols}. */
    public Optional<List<String>> protocols = Optional.empty();
    public final List<Consumer<EgressDraft>> egress = new ArrayList<>();

    /** The balancers by name, in the order of mention. */
    public final Map<String, BalancerDraft> balancers = new LinkedHashMap<>();
    /** {@code ProxyPassInherit}. */
    public Optional<Boolean> inheritsWorkers = Optional.empty();
    /** {@code BalancerInherit}. */
    public Optional<Boolean> inheritsBalancers = Optional.empty();
    private final Map<String, List<RuleDraft>> members = new LinkedHashMap<>();

    /** Lines such as {@code UserDir} and {@code ScriptAlias}, which name files for responses and are not obeyed; in a servlet container also {@code DocumentRoot} and {@code Alias}. */
    public final List<Line> files = new ArrayList<>();
    /** {@code DocumentRoot}. */
    public Optional<MappedFile> documentRoot = Optional.empty();
    public final List<Alias> fileAliases = new ArrayList<>();

    /** The addresses in the header of a virtual host. */
    public final List<VirtualHost.Address> addresses = new ArrayList<>();
    public final List<String> aliases = new ArrayList<>();
    public Optional<String> serverName = Optional.empty();
    public OptionalInt serverPort = OptionalInt.empty();
    public Optional<String> serverScheme = Optional.empty();
    public Optional<ServerSettings.Forwarded> forwarded = Optional.empty();
    public Optional<ServerSettings.Via> via = Optional.empty();
    public Optional<OptionalInt> maxForwards = Optional.empty();
    public Optional<EncodedSlashes> encodedSlashes = Optional.empty();
    public Optional<ProtocolSettings.BadLines> badLines = Optional.empty();
    /** {@code TraceEnable Off}. */
    public Optional<Boolean> refusesTrace = Optional.empty();
    public Optional<Boolean> mergeSlashes = Optional.empty();
    public Optional<Audience> serverTiming = Optional.empty();
    public final LogDraft logs = new LogDraft();
    public final RemoteIpDraft remoteIp = new RemoteIpDraft();
    public Optional<Duration> proxyTimeout = Optional.empty();
    public Optional<Duration> timeout = Optional.empty();
    /** {@code ProxyWebsocketIdleTimeout}; zero: no limit. */
    public Optional<Duration> tunnelIdle = Optional.empty();
    public Optional<Integer> ioBufferSize = Optional.empty();
    public Optional<Integer> receiveBufferSize = Optional.empty();

    ServerDraft(ConfigDraft config, Optional<ServerDraft> main) {
        this.config = config;
        this.problems = config.problems;
        this.main = main;
        this.scope = new ScopeDraft(problems, config.variables.environment());
    }

    /** The balancer of this server; created at the first mention. */
    public BalancerDraft balancer(String name, Place place) {
        return balancers.computeIfAbsent(name, first -> new BalancerDraft(name, place));
    }

    /** The server whose balancers this virtual host has too. As in httpd, there is none if both {@code ProxyPassInherit} and {@code BalancerInherit} are off. */
    public Optional<ServerDraft> balancersFrom() {
        boolean apart = !inherited(server -> server.inheritsWorkers).orElse(true) && !inherited(server -> server.inheritsBalancers).orElse(true);
        return apart ? Optional.empty() : main;
    }

    /** Adds a {@code BalancerMember}. */
    public void member(String balancer, Place place, RuleDraft member) {
        balancer(balancer, place);
        members.computeIfAbsent(balancer, first -> new ArrayList<>()).add(member);
    }

    /** The members of a balancer, in order. */
    public List<RuleDraft> members(String balancer) {
        return members.getOrDefault(balancer, List.of());
    }

    /** The setting of this server, else of the main server. */
    public <T> Optional<T> inherited(Function<ServerDraft, Optional<T>> field) {
        return field.apply(this).or(() -> main.flatMap(field));
    }

    /** The settings of the main server, then the settings of this server. */
    public <T> List<T> joined(Function<ServerDraft, List<T>> field) {
        return Stream.concat(main.stream(), Stream.of(this)).flatMap(server -> field.apply(server).stream()).toList();
    }

    /** As in httpd, {@code AllowEncodedSlashes} is not inherited; of {@code ServerName} only the name is inherited. */
    public ServerSettings settings() {
        return new ServerSettings(inherited(server -> server.serverName), serverPort, serverScheme,
                inherited(server -> server.forwarded).orElse(ServerSettings.Forwarded.OFF), inherited(server -> server.via).orElse(ServerSettings.Via.OFF),
                inherited(server -> server.maxForwards).orElse(OptionalInt.empty()), encodedSlashes.orElse(EncodedSlashes.OFF),
                inherited(server -> server.mergeSlashes).orElse(true), inherited(server -> server.serverTiming).orElse(Audience.NOBODY), inherited(server -> server.refusesTrace).orElse(false), remoteIp.build(main.map(server -> server.remoteIp)), clientTls(), inherited(server -> server.protocols).orElse(List.of(HTTP_1)), logs.build(main.map(server -> server.logs), problems), remoteIp.proxyProtocol(main.map(server -> server.remoteIp)));
    }

    private Optional<ServerTls> clientTls() {
        return config.standalone ? ServerTlsDraft.build(Stream.concat(Stream.of(clientTls), main.map(server -> server.clientTls).stream()).toList(), isForHttps(), serverName, problems) : Optional.empty();
    }

    /** Whether a {@code Listen} line gives https to a port of this server. */
    private boolean isForHttps() {
        return addresses.stream().map(VirtualHost.Address::port).anyMatch(port -> port.isPresent() && config.httpsPorts.contains(port.getAsInt()));
    }
}
