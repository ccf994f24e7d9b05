package io.github.passmatch.differential;

import io.github.passmatch.differential.Difference.Facet;
import io.github.passmatch.differential.Explanation.Case;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The README's differences from httpd, each as narrow as a program can recognise it. */
enum Departure implements Explanation {

    /** Lines share workers there, and a URL that is shorter than the rule's text or written otherwise after escaping finds none. */
    D1_WORKER_OF_ITS_OWN("1") {
        @Override
        public boolean explains(Case at, Difference difference) {
            boolean ping = (difference.is(Facet.REQUEST_FIELD, "expect") || difference.is(Facet.REQUEST_BODY)) && at.scenario().says(" ping=");
            if (!reuse(difference) && !ping) return false;
            boolean shortCapture = at.scenario().says("\\$\\d.* ((en|dis)ablereuse|ping)=");
            boolean escaped = at.scenario().says("http://[^\\s\"]*[%?#\\\\]");
            boolean shared = rules(at) > 1 && ("true".equals(difference.httpd()) || at.scenario().says("\\$|reuse=|addressttl=0|ping="));
            if (at.scenario().says("RewriteRule .*\\[P")) return true;
            boolean remote = at.scenario().says("^ProxyRemote") && difference.is(Facet.REUSED);
            return shortCapture || escaped || shared || remote;
        }
    },
    D2_AUTHORITY_ENDS_AT_REFERENCE("2") {
        @Override
        public boolean explains(Case at, Difference difference) {
            return reuse(difference) && at.scenario().says("http://\\{upstream}\\$\\d");
        }
    },
    D3_SLASH_BEHIND_HOST("3") {
        @Override
        public boolean explains(Case at, Difference difference) {
            boolean glued = at.scenario().says("^ProxyPass \"?/(\\S*/)?\"? \"?http://\\{upstream}\"?( |$)")
                    || at.scenario().says("http://\\{upstream}\"?( .*)? mapping=servlet") && at.exchange().target().contains(";");
            return glued && at.httpd().seen().isEmpty() && at.httpd().status() == 500 && !at.ours().seen().isEmpty();
        }
    },
    D4_QUESTION_MARK_STARTS_QUERY("4") {
        @Override
        public boolean explains(Case at, Difference difference) {
            return difference.is(Facet.TARGET) && at.scenario().says("http://\\S*\\?") && difference.httpd().contains("%3F");
        }
    },
    D5_ESCAPES_IN_URL_KEPT("5") {
        @Override
        public boolean explains(Case at, Difference difference) {
            return difference.is(Facet.TARGET) && at.scenario().says("http://\\S*%[0-9a-f]{2}") && difference.httpd().replace("%25", "%").equals(difference.ours().replace("%25", "%"));
        }
    },
    D6_APPENDED_WITHOUT_REFERENCE("6") {
        @Override
        public boolean explains(Case at, Difference difference) {
            return difference.is(Facet.TARGET) && (at.scenario().says("http://\\S*\\\\") || at.exchange().target().contains("$1"));
        }
    },
    D7_PERCENT_WITH_NODECODE("7") {
        @Override
        public boolean explains(Case at, Difference difference) {
            if (!at.scenario().says("AllowEncodedSlashes NoDecode")) return false;
            boolean twice = difference.is(Facet.TARGET) && at.scenario().says("^<Location") && difference.httpd().replaceAll("%25(2[fF])", "%$1").equals(difference.ours());
            return twice || at.exchange().target().contains("%25") && at.httpd().status() == 400 && at.httpd().seen().isEmpty();
        }
    },
    D9_REFUSED_AT_START("9") {
        @Override
        public boolean explains(Case at, Difference difference) {
            return false;
        }

        @Override
        public boolean explainsRefusal(Scenario scenario) {
            return scenario.says("^ProxyPass \\S+ (?!(https?|unix|balancer|ws|wss|h2|h2c):)[a-z]+://") || scenario.says("balancer://");
        }
    },
    D10_GATEWAY_STATUSES("10") {
        @Override
        public boolean explains(Case at, Difference difference) {
            boolean late = difference.is(Facet.STATUS) && "502".equals(difference.httpd()) && "504".equals(difference.ours()) && at.exchange().reply().raw().equals("<silent>");
            // Its 500 may have an ErrorDocument of its own.
            return late || at.ours().status() == 502 && !at.ours().seen().isEmpty() && at.exchange().reply().raw().contains("\r\nX Y: ");
        }
    },
    D11_NO_HTTP_09("11") {
        @Override
        public boolean explains(Case at, Difference difference) {
            return at.ours().status() == 502 && at.httpd().status() == 200 && !at.exchange().reply().raw().matches("(?s)(\r?\n)?HTTP/\\d\\.\\d \\d{3}.*");
        }
    },
    D12_ONE_REPLAY("12") {
        @Override
        public boolean explains(Case at, Difference difference) {
            return difference.is(Facet.ASKED) && at.httpd().seen().size() == 1 && at.ours().seen().size() == 2 && at.ours().seen().get(0).numberOnConnection() > 1
                    && at.exchange().reply().raw().isEmpty() && List.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE").contains(at.exchange().method());
        }
    },
    D15_REPEATED_FIELDS_KEPT("15") {
        @Override
        public boolean explains(Case at, Difference difference) {
            return difference.is(Facet.REQUEST_FIELD) && difference.ours() != null && difference.httpd() != null && ((difference.ours() + difference.httpd()).contains("\n") || difference.name().equals("cookie"))
                    && elements(difference.ours()).equals(elements(difference.httpd()));
        }

        private List<String> elements(String lines) {
            return Stream.of(lines.split("[,;] |\n")).sorted().toList();
        }
    },
    D16_ANSWERS_PASS_AS_THEY_ARE("16") {
        @Override
        public boolean explains(Case at, Difference difference) {
            if (at.httpd().status() == 206 || at.httpd().status() == 416) return !at.exchange().all("Range").isEmpty() && !at.exchange().reply().raw().contains(" 206 ");
            if (difference.is(Facet.ANSWER_FIELD, "www-authenticate")) return difference.ours() != null && difference.ours().startsWith(difference.httpd() + "\n");
            if (difference.is(Facet.ANSWER_FIELD, "vary")) return difference.ours() != null && Stream.of(difference.ours().split("\n|, ?")).distinct().collect(Collectors.joining(",")).equals(difference.httpd());
            return (difference.is(Facet.ANSWER_FIELD, "last-modified") || difference.is(Facet.ANSWER_FIELD, "expires") || difference.is(Facet.ANSWER_FIELD, "date"))
                    && difference.ours() != null && at.exchange().reply().raw().contains(": " + difference.ours() + "\r\n");
        }
    },
    D17_TRAILERS_RELAYED("17") {
        @Override
        public boolean explains(Case at, Difference difference) {
            boolean announced = at.exchange().request().contains("\r\n0\r\nX-") || !at.exchange().all("Trailer").isEmpty();
            boolean framing = difference.is(Facet.REQUEST_FIELD) && List.of("trailer", "content-length", "transfer-encoding").contains(difference.name());
            return framing && announced && !at.exchange().all("Transfer-Encoding").isEmpty();
        }
    },
    D19_OVERRIDDEN_ANSWERS_KEEP_CONNECTIONS("19") {
        @Override
        public boolean explains(Case at, Difference difference) {
            return difference.is(Facet.REUSED) && "true".equals(difference.ours()) && at.scenario().says("^ProxyErrorOverride On");
        }
    },
    D20_REVERSE_BY_SEGMENTS("20") {
        @Override
        public boolean explainsRefusal(Scenario scenario) {
            return scenario.says("^<LocationMatch") && scenario.says("^ProxyPassReverse http");
        }

        @Override
        public boolean explains(Case at, Difference difference) {
            return difference.is(Facet.ANSWER_FIELD) && List.of("location", "content-location", "destination", "uri").contains(difference.name())
                    && at.exchange().reply().raw().contains(": " + (at.scenario().says("^Header edit Location \\^http: https:") ? difference.ours().replace("https:", "http:") : difference.ours()) + "\r\n");
        }
    },
    D21_COOKIES_BY_SEGMENTS("21") {
        @Override
        public boolean explains(Case at, Difference difference) {
            return difference.is(Facet.ANSWER_FIELD, "set-cookie") && at.scenario().says("^ProxyPassReverseCookie(Path|Domain) ") && difference.httpd() != null && difference.ours() != null
                    && bare(difference.httpd()).equals(bare(difference.ours()));
        }

        private String bare(String cookies) {
            return cookies.replaceAll("(?i)(path|domain)=[^;\n]*", "");
        }
    },
    D25_REFUSED_EITHER_WAY("25") {
        @Override
        public boolean explains(Case at, Difference difference) {
            return at.ours().refused() && at.httpd().seen().isEmpty() && at.httpd().status() >= 400;
        }
    },
    D27_BODY_LIMIT("27") {
        @Override
        public boolean explains(Case at, Difference difference) {
            return at.scenario().says("^LimitRequestBody ") && at.ours().status() == 413;
        }
    },
    D30_TRACE_AS_RECEIVED_WITHOUT_SECRETS("30") {
        @Override
        public boolean explains(Case at, Difference difference) {
            boolean ends = List.of("TRACE", "OPTIONS").contains(at.exchange().method()) && at.exchange().all("Max-Forwards").equals(List.of("0"));
            boolean own = at.httpd().seen().isEmpty() && at.ours().seen().isEmpty();
            boolean beforeSections = at.exchange().method().equals("TRACE") && at.httpd().status() == 200 && at.ours().status() >= 300 && at.scenario().says("^<Location");
            return own && (beforeSections || ends && (difference.is(Facet.ANSWER_BODY) || difference.is(Facet.ANSWER_FIELD)));
        }
    },
    D32_ERROR_DOCUMENTS("32") {
        @Override
        public boolean explains(Case at, Difference difference) {
            boolean fetched = at.scenario().says("^ErrorDocument \\d+ /") && List.of("POST", "PUT").contains(at.exchange().method());
            if (fetched && difference.is(Facet.REQUEST_FIELD, "content-length")) return "0".equals(difference.httpd()) && difference.ours() == null && at.ours().seen().get(0).method().equals("GET");
            return difference.is(Facet.ANSWER_FIELD, "content-type") && at.scenario().says("^ErrorDocument ") && "text/html; charset=iso-8859-1".equals(difference.httpd())
                    && difference.ours() != null && difference.ours().matches("text/html; ?charset=utf-8");
        }
    },
    D35_INVALID_LENGTH_DROPPED("35") {
        @Override
        public boolean explains(Case at, Difference difference) {
            return difference.is(Facet.ANSWER_FIELD, "content-length") && difference.ours() == null && at.exchange().method().equals("HEAD") && !difference.httpd().matches("\\d+");
        }
    },
    D36_QUERY_AFTER_REWRITING("36") {
        @Override
        public boolean explains(Case at, Difference difference) {
            return difference.is(Facet.TARGET) && at.scenario().says("^ProxyPass.* nocanon") && at.scenario().says("RewriteRule .*\\?.*\\[PT") && withoutQuery(difference.httpd()).equals(withoutQuery(difference.ours()));
        }

        private String withoutQuery(String line) {
            return line.replaceFirst("\\?.* ", " ");
        }
    },
    D37_PATH_OF_THE_APPLICATION("37") {
        @Override
        public boolean explains(Case at, Difference difference) {
            boolean refused = at.ours().seen().isEmpty() && List.of(401, 403).contains(at.ours().status()) || at.scenario().says("^ *ErrorDocument 40[13] /");
            return refused && at.scenario().says("^ *(Require|Deny|Order) ") && at.httpd().seen().isEmpty() && (at.exchange().target().contains(";") || at.exchange().target().contains("//"));
        }
    },
    D80_LOCATION_ESCAPED("80") {
        @Override
        public boolean explains(Case at, Difference difference) {
            boolean raw = difference.is(Facet.ANSWER_FIELD, "location") && difference.httpd() != null && difference.httpd().matches("(?s).*[^!-~].*");
            return raw || at.httpd().status() == 500 && at.httpd().seen().isEmpty() && at.ours().status() >= 300 && at.ours().status() < 400;
        }
    },
    D81_NO_FILES("81") {
        @Override
        public boolean explains(Case at, Difference difference) {
            boolean document = at.httpd().seen().isEmpty() && at.httpd().status() == 200 && List.of("OPTIONS", "TRACE").contains(at.exchange().method());
            return document && at.ours().seen().isEmpty() && at.ours().status() == 404 && at.scenario().says("^ *RewriteRule ");
        }
    },
    D84_PROXY_SECTIONS_AND_NOCANON("84") {
        @Override
        public boolean explains(Case at, Difference difference) {
            return at.scenario().says("^ProxyPass.* nocanon") && at.scenario().says("^<Proxy") && at.exchange().target().matches(".*[%?].*");
        }
    },
    D88_CONTROL_CHARACTERS_ARE_SPACES("88") {
        @Override
        public boolean explains(Case at, Difference difference) {
            return at.httpd().status() == 500 && at.scenario().says("^ *Header .*%\\{") && at.exchange().target().matches("(?i).*%([01][0-9a-f]|7f).*");
        }
    },
    D90_NO_WORD_NULL("90") {
        @Override
        public boolean explains(Case at, Difference difference) {
            boolean field = difference.is(Facet.ANSWER_FIELD) || difference.is(Facet.REQUEST_FIELD);
            if (!field || difference.httpd() == null || difference.ours() == null) return false;
            boolean withoutModSsl = difference.httpd().equals("(null)") && at.scenario().says("%\\{\\w+}s");
            return withoutModSsl || difference.httpd().contains("(null)") && difference.httpd().replace("(null)", "").strip().equals(difference.ours().strip());
        }
    },
    D33_RETRY_AFTER("33") {
        @Override
        public boolean explains(Case at, Difference difference) {
            return difference.is(Facet.ANSWER_FIELD, "retry-after") && difference.httpd() == null && at.httpd().status() == 503 && at.httpd().seen().isEmpty();
        }
    };

    private final String number;

    Departure(String number) {
        this.number = number;
    }

    @Override
    public String number() {
        return number;
    }

    private static boolean reuse(Difference difference) {
        return difference.is(Facet.REUSED) || difference.is(Facet.REQUEST_FIELD, "connection");
    }

    private static long rules(Case at) {
        return at.scenario().directives().stream().filter(line -> Pattern.compile("^ProxyPass(Match)? .*http://", Pattern.CASE_INSENSITIVE).matcher(line).find()).count();
    }
}
