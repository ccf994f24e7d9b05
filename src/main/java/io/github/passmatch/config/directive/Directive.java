package io.github.passmatch.config.directive;

import io.github.passmatch.config.draft.LineContext;
import io.github.passmatch.config.text.Line;

/**
 * One directive that has its effect here: a row of the table that the reader, its messages, the manual and the tests read.
 *
 * @param name     as httpd spells it
 * @param where    in which contexts it may stand
 * @param form     its arguments
 * @param standard what holds without it
 * @param summary  one line
 */
public record Directive(String name, Where where, String form, String standard, String summary, Handler handler) {

    /** In which contexts a directive may stand. */
    public enum Where {
        /** Outside of {@code <Location>} and {@code <Proxy>}: it holds for a whole server. */
        SERVER("server"),
        /** Outside of {@code <VirtualHost>} too. */
        MAIN("main server"),
        /** Everywhere. */
        ANYWHERE("everywhere"),
        /** Outside of {@code <Proxy>}. */
        PATHS("server, Location"),
        /** Outside of {@code <Location>}. */
        TARGETS("server, Proxy");

        private final String words;

        Where(String words) {
            this.words = words;
        }

        /** For the manual. */
        public String words() {
            return words;
        }
    }

    /** Takes one line of that directive in. */
    @FunctionalInterface
    public interface Handler {
        void take(Line line, LineContext here);
    }

    @Override
    public String toString() {
        return name;
    }
}
