package io.github.passmatch.differential;

import io.github.passmatch.differential.Difference.Facet;
import io.github.passmatch.differential.Explanation.Case;
import java.util.List;
import java.util.Locale;

/** What a container or the Servlet API prevents (README, Limits), and what is a matter of timing on httpd's side. */
enum Limit implements Explanation {

    /** README, Interim answers and trailers: what containers do with 100. */
    CONTINUE_IS_THE_CONTAINERS("100 Continue") {
        @Override
        public boolean explains(Case at, Difference difference) {
            if (!difference.is(Facet.INTERIM) || !at.exchange().reply().raw().startsWith("HTTP/1.1 100 ")) return false;
            boolean unasked = at.exchange().all("Expect").isEmpty();
            return unasked ? at.ours().interim().isEmpty() && at.scenario().says("proxy-interim-response RFC")
                    : at.ours().interim().equals(List.of(100)) && at.scenario().says("proxy-interim-response Suppress");
        }
    },
    /** README, Limits: blanks in the parameters of Content-Type. */
    BLANKS_IN_CONTENT_TYPE("Content-Type") {
        @Override
        public boolean explains(Case at, Difference difference) {
            return difference.is(Facet.ANSWER_FIELD, "content-type") && difference.httpd() != null && difference.ours() != null
                    && difference.ours().equals(difference.httpd().replace("; ", ";"));
        }
    },
    /** README, Limits: the Servlet API does not tell an absolute target from a path. */
    ABSOLUTE_TARGET("absolute target") {
        @Override
        public boolean explains(Case at, Difference difference) {
            if (!at.exchange().target().startsWith("http://")) return false;
            if (difference.is(Facet.TARGET)) return at.scenario().says(" nocanon");
            if (difference.is(Facet.ANSWER_FIELD) && List.of("location", "content-location").contains(difference.name())) return difference.ours().replace(":8443/", "/").equals(difference.httpd());
            boolean host = difference.is(Facet.REQUEST_FIELD, "host") || difference.is(Facet.REQUEST_FIELD, "x-forwarded-host");
            return host && at.exchange().all("Host").stream().anyMatch(value -> difference.ours().endsWith(value) && value.toLowerCase(Locale.ROOT).replaceAll(":\\d+$", "").equals("www.example.org"));
        }
    },
    /** How much of a body that nobody waits for is there already: then httpd knows its length, or that there is none. */
    UNAWAITED_BODY("timing") {
        @Override
        public boolean explains(Case at, Difference difference) {
            boolean unawaited = at.scenario().says("proxy-prefetch-nonblocking| ping=") || !at.exchange().all("Expect").isEmpty();
            boolean empty = difference.is(Facet.REQUEST_FIELD, "expect") && at.exchange().request().endsWith("\r\n\r\n0\r\n\r\n");
            return unawaited && !at.exchange().all("Transfer-Encoding").isEmpty()
                    && (empty || difference.is(Facet.REQUEST_FIELD, "content-length") || difference.is(Facet.REQUEST_FIELD, "transfer-encoding"));
        }
    },
    /** README, Limits: a body that must be spooled is not waited for. */
    SPOOLED_BODY("spooled") {
        @Override
        public boolean explains(Case at, Difference difference) {
            boolean spooled = at.scenario().says("SetEnv proxy-sendcl") && !at.exchange().all("Expect").isEmpty() && !at.exchange().all("Transfer-Encoding").isEmpty();
            return spooled && (difference.is(Facet.REQUEST_FIELD, "expect") || difference.is(Facet.REQUEST_BODY) || difference.is(Facet.INTERIM));
        }
    },
    /** README, Limits: containers refuse NUL. */
    NUL_IN_PATH("NUL") {
        @Override
        public boolean explains(Case at, Difference difference) {
            return at.ours().refused() && at.exchange().target().contains("%00");
        }
    },
    /** README, Limits: no Upgrade without Connection: Upgrade. */
    JETTY_WANTS_CONNECTION_UPGRADE("Jetty") {
        @Override
        public boolean explains(Case at, Difference difference) {
            return at.ours().refused() && at.ours().status() == 400 && !at.exchange().all("Upgrade").isEmpty()
                    && at.exchange().all("Connection").stream().noneMatch(value -> value.toLowerCase(Locale.ROOT).contains("upgrade"));
        }
    };

    private final String number;

    Limit(String number) {
        this.number = number;
    }

    @Override
    public String number() {
        return number;
    }
}
