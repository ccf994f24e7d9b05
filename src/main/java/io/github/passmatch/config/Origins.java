package io.github.passmatch.config;

import io.github.passmatch.config.draft.ConfigDraft;
import io.github.passmatch.config.draft.ParameterDefaults;
import io.github.passmatch.config.draft.RuleDraft;
import io.github.passmatch.config.draft.ServerDraft;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.connection.Origin;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds the line which sets each parameter of a rule: the line of the rule, a {@code ProxySet}, or a directive of the server. */
final class Origins {

    /** The directives that apply if the parameter is missing; the first directive that is set counts. */
    private static final Map<String, List<String>> SERVER_DIRECTIVES = Map.of("timeout", List.of("ProxyTimeout", "Timeout"),
            "iobuffersize", List.of("ProxyIOBufferSize"), "receivebuffersize", List.of("ProxyReceiveBufferSize"));

    private Origins() { }

    /** The origins by the names of the parameters; the last setting counts, as in {@link ConnectionBuilder}. */
    static Map<String, Origin> of(RuleDraft rule, ConfigDraft config) {
        Map<String, Origin> origins = new HashMap<>();
        SERVER_DIRECTIVES.forEach((parameter, directives) -> directives.stream().flatMap(name -> serverOrigin(name, rule.server).stream()).findFirst()
                .ifPresent(origin -> origins.put(parameter, origin)));
        for (ParameterDefaults defaults : config.defaults)
            if (rule.member.isEmpty() && defaults.appliesTo(rule.url.text())) add(defaults.parameters(), "ProxySet " + defaults.url(), origins);
        add(rule.parameters, rule.directive, origins);
        return origins;
    }

    private static Optional<Origin> serverOrigin(String directive, ServerDraft server) {
        Optional<Place> place = server.inherited(from -> Optional.ofNullable(from.scope.directivePlaces.get(directive)));
        return place.map(where -> new Origin(directive, where));
    }

    private static void add(List<Word> words, String directive, Map<String, Origin> origins) {
        for (Word word : words) origins.put(word.text().replaceFirst("=.*", "").toLowerCase(Locale.ROOT), new Origin(directive, word.place()));
    }
}
