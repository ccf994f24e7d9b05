package io.github.passmatch.config.directive;

import io.github.passmatch.config.draft.LineContext;
import io.github.passmatch.config.text.Line;

/**
 * Describes one supported directive; the reader, its messages, the manual and the tests use it.
 *
 * @param name     the spelling of httpd
 * @param where    the contexts in which it is allowed
 * @param form     its arguments
 * @param standard the default
 * @param summary  one line
 */
public record Directive(String name, Where where, String form, String standard, String summary, Handler handler) {

    /** The contexts in which a directive is allowed. */
    public enum Where {
        /** Outside of {@code <Location>} and {@code <Proxy>}: the directive applies to a whole server. */
        SERVER("server"),
        /** Also outside of {@code <VirtualHost>}. */
        MAIN("main server"),
        /** Everywhere. */
        ANYWHERE("everywhere"),
        /** Only in {@code <Location>} and {@code <Proxy>}. */
        SECTIONS("Location, Proxy"),
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

    /** Reads one line of the directive. */
    @FunctionalInterface
    public interface Handler {
        void read(Line line, LineContext context);
    }

    @Override
    public String toString() {
        return name;
    }
}
