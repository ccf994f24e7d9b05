package io.github.passmatch.config.directive;

import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Hints;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.environment.ProxyVariable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reports variables that mod_proxy reads, and names that look similar. */
final class VariableAdvice {

    private static final List<String> VARIABLES = Arrays.stream(ProxyVariable.values()).map(ProxyVariable::httpdName).toList();
    private static final String SWITCHED_ON = "reuse is switched on by enablereuse=on on the rule";

    private VariableAdvice() { }

    /** Warns of a name that is probably intended for mod_proxy, but that mod_proxy does not read. */
    static void ofName(Word name, Problems problems) {
        if (ProxyVariable.of(name.text()).isPresent()) return;
        String lower = name.text().toLowerCase(Locale.ROOT);
        if (lower.equals("proxy-keepalive"))
            problems.warn(Finding.VARIABLE_WITHOUT_EFFECT, name.place(), "there is no variable proxy-keepalive, so this line has no effect", "connections are kept for the next request with enablereuse=on on the rule");
        else if (lower.startsWith("proxy-") || lower.startsWith("force-proxy") || Hints.closest(lower, VARIABLES).isPresent())
            problems.warn(Finding.VARIABLE_WITHOUT_EFFECT, name.place(), "mod_proxy does not read a variable \"" + name.text() + "\"", Hints.didYouMean(name.text(), VARIABLES));
    }

    /** Reports the effect of a {@code SetEnv} that sets a variable of mod_proxy. */
    static void ofSetting(Word name, String value, Place valuePlace, Problems problems) {
        ProxyVariable.of(name.text()).ifPresent(variable -> {
            switch (variable) {
                case NO_KEEPALIVE -> problems.warn(Finding.REUSE_SWITCHED_OFF, name.place(), "proxy-nokeepalive only switches reuse off" + (isNo(value)
                        ? "; its presence counts, not the value \"" + value + "\"" : ""), "remove the line, or UnsetEnv it; " + SWITCHED_ON);
                case FORCE_HTTP_1_0 -> problems.warn(Finding.REUSE_SWITCHED_OFF, name.place(), "force-proxy-request-1.0 switches reuse off: HTTP/1.0 keeps no connection", "remove the line; " + SWITCHED_ON);
                case INTERIM_RESPONSE -> interim(value, valuePlace, problems);
                case NO_PROXY -> problems.note(Finding.DEPARTURE, name.place(), "httpd would map the request before it sees this line, so the line would have no effect; here no-proxy has an effect", "write SetEnvIf Request_URI . no-proxy for httpd");
                default -> { }
            }
        });
    }

    /** A word after {@code SetEnvIf}: {@code name}, {@code !name} or {@code name=value}. */
    static void ofAssignment(Word word, String name, boolean sets, Problems problems) {
        if (!name.isEmpty() && name.chars().allMatch(Character::isDigit))
            problems.warn(word.place(), "\"" + name + "\" is read as the name of another variable", "write name=value to set a value");
        ofName(new Word(name, word.place()), problems);
        int equals = word.text().indexOf('=');
        boolean interim = sets && ProxyVariable.of(name).filter(ProxyVariable.INTERIM_RESPONSE::equals).isPresent();
        if (interim && !word.text().contains("$")) interim(equals < 0 ? "1" : word.text().substring(equals + 1), word.at(equals + 1), problems);
    }

    private static void interim(String value, Place place, Problems problems) {
        if (!value.equalsIgnoreCase("RFC") && !value.equalsIgnoreCase("Suppress"))
            problems.warn(place, "proxy-interim-response is RFC or Suppress; \"" + value + "\" counts as Suppress, as in httpd", "");
    }

    private static boolean isNo(String value) {
        return value.equals("0") || value.equalsIgnoreCase("off");
    }
}
