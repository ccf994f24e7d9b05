package io.github.passmatch.config;

/**
 * One directive that has its effect here: a row of the table that the reader, its messages, the manual and the tests read.
 *
 * @param name     as httpd spells it
 * @param form     its arguments
 * @param standard what holds without it
 * @param summary  one line
 */
public record Directive(String name, String form, String standard, String summary, Handler handler) {

    /** Takes one line of that directive in. */
    @FunctionalInterface
    interface Handler {
        void take(Line line, ServerDraft draft);
    }

    @Override
    public String toString() {
        return name;
    }
}
