package io.github.passmatch.differential;

/** One thing in which two outcomes differ. */
record Difference(Facet facet, String name, String httpd, String ours) {

    enum Facet {
        /** How often, or whether, the upstream was asked. */
        ASKED,
        METHOD, TARGET,
        /** A field of the upstream's request, {@link #name} in lower case; values joined by line ends. */
        REQUEST_FIELD,
        /** The order of the upstream's request fields, or the case of their names. */
        REQUEST_ORDER,
        REQUEST_BODY,
        /** Whether the upstream connection had been used before. */
        REUSED,
        STATUS, INTERIM,
        /** A field of the client's answer. */
        ANSWER_FIELD,
        ANSWER_BODY
    }

    boolean is(Facet other) {
        return facet == other;
    }

    boolean is(Facet other, String field) {
        return facet == other && name.equals(field);
    }

    @Override
    public String toString() {
        return facet + (name.isEmpty() ? "" : " " + name) + ": httpd " + show(httpd) + ", we " + show(ours);
    }

    private static String show(String text) {
        return text == null ? "none" : "\"" + (text.length() > 300 ? text.substring(0, 300) + "…" : text).replace("\r", "\\r").replace("\n", "\\n") + "\"";
    }
}
