package io.github.passmatch.config;

import io.github.passmatch.rules.EncodedSlashes;
import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.ProxyConfig;
import io.github.passmatch.rules.ProxyVariable;
import io.github.passmatch.rules.ReverseRule;
import io.github.passmatch.rules.SiteSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A configuration while it is read. What holds for all is gathered first, because a rule may stand before it. */
final class ServerDraft {

    /** A {@code proxy-*} variable that is set: its value, and where. */
    record Setting(String value, Place place) { }

    final Problems problems;
    final Variables variables;
    final List<RuleDraft> rules = new ArrayList<>();
    final List<ReverseRule> reverse = new ArrayList<>();
    final List<ProxyConfig.Listen> listen = new ArrayList<>();
    final Map<ProxyVariable, Setting> environment = new EnumMap<>(ProxyVariable.class);

    Optional<String> serverName = Optional.empty();
    OptionalInt serverPort = OptionalInt.empty();
    boolean preserveHost;
    boolean addHeaders = true;
    SiteSettings.Forwarded forwarded = SiteSettings.Forwarded.OFF;
    SiteSettings.Via via = SiteSettings.Via.OFF;
    OptionalInt maxForwards = OptionalInt.empty();
    EncodedSlashes encodedSlashes = EncodedSlashes.OFF;
    boolean mergeSlashes = true;
    long maxRequestBody;
    Optional<Duration> proxyTimeout = Optional.empty();
    Optional<Duration> timeout = Optional.empty();
    int ioBufferSize;
    int receiveBufferSize;

    final TlsDraft tls = new TlsDraft();
    final EgressDraft egress = new EgressDraft();
    final DialogueDraft dialogue = new DialogueDraft();
    /** Where relative names of files begin. */
    final Path directory;

    ServerDraft(Problems problems, Variables variables, Path directory) {
        this.problems = problems;
        this.variables = variables;
        this.directory = directory;
    }

    SiteSettings site() {
        Map<ProxyVariable, String> values = new EnumMap<>(ProxyVariable.class);
        environment.forEach((variable, setting) -> values.put(variable, setting.value()));
        return new SiteSettings(serverName, serverPort, preserveHost, addHeaders, forwarded, via, maxForwards, encodedSlashes, mergeSlashes, maxRequestBody, values);
    }
}
