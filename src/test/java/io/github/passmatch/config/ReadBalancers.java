package io.github.passmatch.config;

import io.github.passmatch.config.draft.ConfigDraft;
import io.github.passmatch.config.problem.ConfigSource;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.FileStamps;
import io.github.passmatch.config.text.Variables;
import io.github.passmatch.rules.balance.Balancer;
import java.util.List;
import java.util.Map;

/** Reads the balancers of a configuration without the review of the whole, and also if there are errors. */
public final class ReadBalancers {

    private ReadBalancers() { }

    /** The balancers of a text; the problems are added to {@code problems}. */
    public static List<Balancer> of(String text, Problems problems) {
        ConfigDraft draft = new ConfigDraft(problems, new Variables(Map.of()), new FileStamps(), false);
        new FileReader(new ConfigSource("c", text), draft).readAll();
        return new ConfigBuilder(draft).build().balancers();
    }
}
