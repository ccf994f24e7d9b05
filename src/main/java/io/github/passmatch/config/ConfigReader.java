package io.github.passmatch.config;

import io.github.passmatch.rules.ProxyConfig;
import io.github.passmatch.rules.Rule;
import io.github.passmatch.rules.RuleSet;
import java.util.List;
import java.util.Map;

/** Reads httpd directives into rules. Safe for concurrent use: every call reads on its own. */
public final class ConfigReader {

    private ConfigReader() { }

    /**
     * Reads a whole configuration.
     *
     * @param source      the text
     * @param environment what {@code ${NAME}} may refer to beside {@code Define}
     * @return the configuration with its warnings and notes
     * @throws ConfigException with all problems, if there is any error
     */
    public static Reading read(ConfigSource source, Map<String, String> environment) throws ConfigException {
        Problems problems = new Problems(source);
        Variables variables = new Variables(environment);
        ServerDraft draft = new ServerDraft(problems, variables, source.directory());
        new Sections(new Lexer(source, variables, problems), draft).readAll();
        List<Rule> rules = new RuleBuilder(draft).build();
        Review.of(draft, rules);
        if (problems.hasErrors()) throw new ConfigException(problems.sorted());
        return new Reading(new ProxyConfig(new RuleSet(rules), draft.reverse, draft.site(), draft.listen), problems.sorted());
    }
}
