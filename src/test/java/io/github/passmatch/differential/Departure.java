package io.github.passmatch.differential;

import io.github.passmatch.differential.Difference.Facet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The README's differences from httpd, each as narrow as a program can recognise it. */
enum Departure {

    /** Lines share workers there, and a URL that is shorter than the rule's text or written otherwise after escaping finds none. */
    D1_WORKER_OF_ITS_OWN("1") {
        @Override
        boolean explains(Case at, Difference difference) {
            boolean ping = (difference.is(Facet.REQUEST_FIELD, "expect") || difference.is(Facet.REQUEST_BODY)) && at.scenario().says(" ping=");
            return (reuse(difference) || ping) && (at.scenario().says("\\$\\d.* ((en|dis)ablereuse|ping)=") || at.scenario().says("http://[^\\s\"]*[%?#\\\\]") || rules(at) > 1 && ("true".equals(difference.httpd()) || at.scenario().says("\\$|reuse=|addressttl=0|ping="))
                    || at.scenario().says("^ProxyRemote") && difference.is(Facet.REUSED));
        }
    },
    D2_AUTHORITY_ENDS_AT_REFERENCE("2") {
        @Override
        boolean explains(Case at, Difference difference) {
            return reuse(difference) && at.scenario().says("http://\\{upstream}\\$\\d");
        }
    },
    D3_SLASH_BEHIND_HOST("3") {
        @Override
        boolean explains(Case at, Difference difference) {
            boolean glued = at.scenario().says("^ProxyPass \"?/(\\S*/)?\"? \"?http://\\{upstream}\"?( |$)")
                    || at.scenario().says("http://\\{upstream}\"?( .*)? mapping=servlet") && at.exchange().target().contains(";");
            return glued && at.httpd().seen().isEmpty() && at.httpd().status() == 500 && !at.ours().seen().isEmpty();
        }
    },
    D4_QUESTION_MARK_STARTS_QUERY("4") {
        @Override
        boolean explains(Case at, Difference difference) {
            return difference.is(Facet.TARGET) && at.scenario().says("http://\\S*\\?") && difference.httpd().contains("%3F");
        }
    },
    D5_ESCAPES_IN_URL_KEPT("5") {
        @Override
        boolean explains(Case at, Difference difference) {
            return difference.is(Facet.TARGET) && at.scenario().says("http://\\S*%[0-9a-f]{2}") && difference.httpd().replace("%25", "%").equals(difference.ours().replace("%25", "%"));
        }
    },
    D6_APPENDED_WITHOUT_REFERENCE("6") {
        @Override
        boolean explains(Case at, Difference difference) {
            return difference.is(Facet.TARGET) && (at.scenario().says("http://\\S*\\\\") || at.exchange().target().contains("$1"));
        }
    },
    D7_PERCENT_WITH_NODECODE("7") {
        @Override
        boolean explains(Case at, Difference difference) {
            if (!at.scenario().says("AllowEncodedSlashes NoDecode")) return false;
            boolean twice = difference.is(Facet.TARGET) && at.scenario().says("^<Location") && difference.httpd().replaceAll("%25(2[fF])", "%$1").equals(difference.ours());
            return twice || at.exchange().target().contains("%25") && at.httpd().status() == 400 && at.httpd().seen().isEmpty();
        }
    },
    D9_REFUSED_AT_START("9") {
        @Override
        boolean explains(Case at, Difference difference) {
            return false;
        }

        @Override
        boolean explainsRefusal(Scenario scenario) {
            return scenario.says("^ProxyPass \\S+ (?!(https?|unix|balancer|ws|wss|h2|h2c):)[a-z]+://") || scenario.says("balancer://");
        }
    },
    D10_GATEWAY_STATUSES("10") {
        @Override
        boolean explains(Case at, Difference difference) {
            boolean late = difference.is(Facet.STATUS) && "502".equals(difference.httpd()) && "504".equals(difference.ours()) && at.exchange().reply().raw().equals("<silent>");
            // Its 500 may have an ErrorDocument of its own.
            return late || at.ours().status() == 502 && !at.ours().seen().isEmpty() && at.exchange().reply().raw().contains("\r\nX Y: ");
        }
    },
    D11_NO_HTTP_09("11") {
        @Override
        boolean explains(Case at, Difference difference) {
            return at.ours().status() == 502 && at.httpd().status() == 200 && !at.exchange().reply().raw().matches("(?s)(\r?\n)?HTTP/\\d\\.\\d \\d{3}.*");
        }
    },
    D12_ONE_REPLAY("12") {
        @Override
        boolean explains(Case at, Difference difference) {
            return difference.is(Facet.ASKED) && at.httpd().seen().size() == 1 && at.ours().seen().size() == 2 && at.ours().seen().get(0).numberOnConnection() > 1
                    && at.exchange().reply().raw().isEmpty() && List.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE").contains(at.exchange().method());
        }
    },
    D15_REPEATED_FIELDS_KEPT("15") {
        @Override
        boolean explains(Case at, Difference difference) {
            return difference.is(Facet.REQUEST_FIELD) && difference.ours() != null && difference.httpd() != null && (difference.ours() + difference.httpd()).contains("\n")
                    && elements(difference.ours()).equals(elements(difference.httpd()));
        }

        private List<String> elements(String lines) {
            return Stream.of(lines.split(", |\n")).sorted().toList();
        }
    },
    D16_ANSWERS_PASS_AS_THEY_ARE("16") {
        @Override
        boolean explains(Case at, Difference difference) {
            if (at.httpd().status() == 206 || at.httpd().status() == 416) return !at.exchange().all("Range").isEmpty() && !at.exchange().reply().raw().contains(" 206 ");
            if (difference.is(Facet.ANSWER_FIELD, "www-authenticate")) return difference.ours() != null && difference.ours().startsWith(difference.httpd() + "\n");
            if (difference.is(Facet.ANSWER_FIELD, "vary")) return difference.ours() != null && Stream.of(difference.ours().split("\n|, ?")).distinct().collect(Collectors.joining(",")).equals(difference.httpd());
            return (difference.is(Facet.ANSWER_FIELD, "last-modified") || difference.is(Facet.ANSWER_FIELD, "expires") || difference.is(Facet.ANSWER_FIELD, "date"))
                    && difference.ours() != null && at.exchange().reply().raw().contains(": " + difference.ours() + "\r\n");
        }
    },
    D17_TRAILERS_RELAYED("17") {
        @Override
        boolean explains(Case at, Difference difference) {
            boolean announced = at.exchange().request().contains("\r\n0\r\nX-") || !at.exchange().all("Trailer").isEmpty();
            boolean framing = difference.is(Facet.REQUEST_FIELD) && List.of("trailer", "content-length", "transfer-encoding").contains(difference.name());
            return framing && announced && !at.exchange().all("Transfer-Encoding").isEmpty();
        }
    },
    D19_OVERRIDDEN_ANSWERS_KEEP_CONNECTIONS("19") {
        @Override
        boolean explains(Case at, Difference difference) {
            return difference.is(Facet.REUSED) && "true".equals(difference.ours()) && at.scenario().says("^ProxyErrorOverride On");
        }
    },
    D20_REVERSE_BY_SEGMENTS("20") {
        @Override
        boolean explainsRefusal(Scenario scenario) {
            return scenario.says("^<LocationMatch") && scenario.says("^ProxyPassReverse http");
        }

        @Override
        boolean explains(Case at, Difference difference) {
            return difference.is(Facet.ANSWER_FIELD) && List.of("location", "content-location", "destination", "uri").contains(difference.name())
                    && at.exchange().reply().raw().contains(": " + (at.scenario().says("^Header edit Location \\^http: https:") ? difference.ours().replace("https:", "http:") : difference.ours()) + "\r\n");
        }
    },
    D21_COOKIES_BY_SEGMENTS("21") {
        @Override
        boolean explains(Case at, Difference difference) {
            return difference.is(Facet.ANSWER_FIELD, "set-cookie") && at.scenario().says("^ProxyPassReverseCookie(Path|Domain) ") && difference.httpd() != null && difference.ours() != null
                    && bare(difference.httpd()).equals(bare(difference.ours()));
        }

        private String bare(String cookies) {
            return cookies.replaceAll("(?i)(path|domain)=[^;\n]*", "");
        }
    },
    D25_REFUSED_EITHER_WAY("25") {
        @Override
        boolean explains(Case at, Difference difference) {
            return at.ours().refused() && at.httpd().seen().isEmpty() && at.httpd().status() >= 400;
        }
    },
    D27_BODY_LIMIT("27") {
        @Override
        boolean explains(Case at, Difference difference) {
            return at.scenario().says("^LimitRequestBody ") && at.ours().status() == 413;
        }
    },
    D30_TRACE_AS_RECEIVED_WITHOUT_SECRETS("30") {
        @Override
        boolean explains(Case at, Difference difference) {
            boolean ends = List.of("TRACE", "OPTIONS").contains(at.exchange().method()) && at.exchange().all("Max-Forwards").equals(List.of("0"));
            return ends && at.httpd().seen().isEmpty() && at.ours().seen().isEmpty() && (difference.is(Facet.ANSWER_BODY) || difference.is(Facet.ANSWER_FIELD));
        }
    },
    D32_ERROR_TEXTS_ARE_UTF_8("32") {
        @Override
        boolean explains(Case at, Difference difference) {
            return difference.is(Facet.ANSWER_FIELD, "content-type") && at.scenario().says("^ErrorDocument ") && "text/html; charset=iso-8859-1".equals(difference.httpd())
                    && difference.ours() != null && difference.ours().matches("text/html; ?charset=utf-8");
        }
    },
    D33_RETRY_AFTER("33") {
        @Override
        boolean explains(Case at, Difference difference) {
            return difference.is(Facet.ANSWER_FIELD, "retry-after") && difference.httpd() == null && at.httpd().status() == 503 && at.httpd().seen().isEmpty();
        }
    },
    /** README, Interim answers and trailers: what containers do with 100. */
    CONTINUE_IS_THE_CONTAINERS("100 Continue") {
        @Override
        boolean explains(Case at, Difference difference) {
            if (!difference.is(Facet.INTERIM) || !at.exchange().reply().raw().startsWith("HTTP/1.1 100 ")) return false;
            boolean unasked = at.exchange().all("Expect").isEmpty();
            return unasked ? at.ours().interim().isEmpty() && at.scenario().says("proxy-interim-response RFC")
                    : at.ours().interim().equals(List.of(100)) && at.scenario().says("proxy-interim-response Suppress");
        }
    },
    /** README, Limits: blanks in the parameters of Content-Type. */
    BLANKS_IN_CONTENT_TYPE("Content-Type") {
        @Override
        boolean explains(Case at, Difference difference) {
            return difference.is(Facet.ANSWER_FIELD, "content-type") && difference.httpd() != null && difference.ours() != null
                    && difference.ours().equals(difference.httpd().replace("; ", ";"));
        }
    },
    /** README, Limits: the Servlet API does not tell an absolute target from a path. */
    ABSOLUTE_TARGET("absolute target") {
        @Override
        boolean explains(Case at, Difference difference) {
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
        boolean explains(Case at, Difference difference) {
            boolean unawaited = at.scenario().says("proxy-prefetch-nonblocking| ping=") || !at.exchange().all("Expect").isEmpty();
            boolean empty = difference.is(Facet.REQUEST_FIELD, "expect") && at.exchange().request().endsWith("\r\n\r\n0\r\n\r\n");
            return unawaited && !at.exchange().all("Transfer-Encoding").isEmpty()
                    && (empty || difference.is(Facet.REQUEST_FIELD, "content-length") || difference.is(Facet.REQUEST_FIELD, "transfer-encoding"));
        }
    },
    /** README, Limits: a body that must be spooled is not waited for. */
    SPOOLED_BODY("spooled") {
        @Override
        boolean explains(Case at, Difference difference) {
            boolean spooled = at.scenario().says("SetEnv proxy-sendcl") && !at.exchange().all("Expect").isEmpty() && !at.exchange().all("Transfer-Encoding").isEmpty();
            return spooled && (difference.is(Facet.REQUEST_FIELD, "expect") || difference.is(Facet.REQUEST_BODY) || difference.is(Facet.INTERIM));
        }
    },
    /** README, Limits: containers refuse NUL. */
    NUL_IN_PATH("NUL") {
        @Override
        boolean explains(Case at, Difference difference) {
            return at.ours().refused() && at.exchange().target().contains("%00");
        }
    },
    /** README, Limits: no Upgrade without Connection: Upgrade. */
    JETTY_WANTS_CONNECTION_UPGRADE("Jetty") {
        @Override
        boolean explains(Case at, Difference difference) {
            return at.ours().refused() && at.ours().status() == 400 && !at.exchange().all("Upgrade").isEmpty()
                    && at.exchange().all("Connection").stream().noneMatch(value -> value.toLowerCase(Locale.ROOT).contains("upgrade"));
        }
    };

    private final String number;

    Departure(String number) {
        this.number = number;
    }

    /** In the README's table of differences; in words, what is in its list of limits. */
    String number() {
        return number;
    }

    abstract boolean explains(Case at, Difference difference);

    /** Whether it is why we refuse to start with a configuration that httpd takes. */
    boolean explainsRefusal(Scenario scenario) {
        return false;
    }

    /** One exchange of a scenario on both sides. */
    record Case(Scenario scenario, Scenario.Exchange exchange, Outcome httpd, Outcome ours) { }

    private static boolean reuse(Difference difference) {
        return difference.is(Facet.REUSED) || difference.is(Facet.REQUEST_FIELD, "connection");
    }

    private static long rules(Case at) {
        return at.scenario().directives().stream().filter(line -> Pattern.compile("^ProxyPass(Match)? .*http://", Pattern.CASE_INSENSITIVE).matcher(line).find()).count();
    }
}
