package io.github.passmatch.config.draft;

import io.github.passmatch.rules.Place;
import java.util.List;

/**
 * A {@code <Macro>}: lines with parameters, to be read in the place of each {@code Use}.
 *
 * @param name       as written
 * @param place      position of the opening line
 * @param parameters names, usually with {@code $} in front
 * @param body       the lines, unchanged
 */
public record Macro(String name, Place place, List<String> parameters, String body) {

    public Macro {
        parameters = List.copyOf(parameters);
    }

    /** The lines with {@code values} in place of the parameters; of parameters that begin alike, the longest counts. */
    public String filled(List<String> values) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < body.length(); ) {
            int longest = -1;
            for (int p = 0; p < parameters.size(); p++)
                if (body.startsWith(parameters.get(p), i) && (longest < 0 || parameters.get(p).length() > parameters.get(longest).length())) longest = p;
            text.append(longest < 0 ? body.substring(i, i + 1) : values.get(longest));
            i += longest < 0 ? 1 : parameters.get(longest).length();
        }
        return text.toString();
    }
}
