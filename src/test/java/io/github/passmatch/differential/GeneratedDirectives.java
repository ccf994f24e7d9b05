package io.github.passmatch.differential;

import java.util.ArrayList;
import java.util.List;

/** Rule sets as people write them, and as they should not. */
final class GeneratedDirectives {

    private static final List<String> SETTINGS = List.of("ProxyPreserveHost On", "ProxyAddHeaders Off", "ProxyVia On", "ProxyVia Block", "ProxyVia Off", "ProxyMaxForwards 7",
            "AllowEncodedSlashes On", "AllowEncodedSlashes NoDecode", "MergeSlashes Off", "ProxyTimeout 10", "Timeout 20", "ProxyIOBufferSize 4096", "LimitRequestBody 1000000",
            "SetEnv proxy-nokeepalive 1", "SetEnv force-proxy-request-1.0 1", "SetEnv proxy-initial-not-pooled 1", "SetEnv proxy-sendcl 1", "SetEnv proxy-sendchunked 1",
            "SetEnv proxy-interim-response Suppress", "SetEnv proxy-interim-response RFC", "SetEnv proxy-prefetch-nonblocking 1", "KeepAlive Off", "ProxyBadHeader Ignore", "ProxyBadHeader StartBody",
            "ProxyBadHeader IsError", "Proxy100Continue Off", "ProxySourceAddress 127.0.0.1", "ProxyBlock 127.0.0.1", "ProxyRemote http http://{upstream}", "ProxyRemote * http://{upstream}",
            "ProxyRemoteMatch ^http:.*/x http://{upstream}", "NoProxy www.example.org", "NoProxy .example", "NoProxy 127.0.0.0/8");
    private static final List<String> PARAMETERS = List.of("enablereuse=on", "enablereuse=off", "disablereuse=on", "disablereuse=off", "keepalive=on", "max=5", "timeout=10", "retry=0",
            "ttl=60", "connectiontimeout=5", "connectiontimeout=5000ms", "acquire=3000", "smax=2", "min=1", "iobuffersize=1024", "flushpackets=on", "addressttl=30", "addressttl=0", "ping=5");

    private final Dice dice;

    GeneratedDirectives(Dice dice) {
        this.dice = dice;
    }

    /** One rule set, in the order of the file. */
    List<String> make() {
        GeneratedScopes scopes = new GeneratedScopes(dice);
        boolean rich = dice.chance(60);
        List<String> lines = new ArrayList<>(dice.some(3, SETTINGS));
        if (rich) lines.addAll(scopes.server());
        lines.addAll(scopes.conditional(rules()));
        if (rich) lines.addAll(scopes.sections());
        return lines;
    }

    private List<String> rules() {
        List<String> lines = new ArrayList<>();
        if (dice.chance(15)) lines.add(exclusion());
        for (int rules = dice.chance(70) ? 1 : dice.count(3); rules > 0; rules--) lines.add(dice.chance(55) ? prefixRule() : regexRule());
        if (dice.chance(10)) lines.add(exclusion());
        if (dice.chance(60)) lines.add("ProxyPass / http://{upstream}/rest/");
        if (dice.chance(50)) lines.add(reverse());
        return lines;
    }

    private String exclusion() {
        return dice.of("ProxyPass /a/b !", "ProxyPass /a/b/ !", "ProxyPassMatch ^/a/.*\\.gif$ !", "ProxyPass \"/a/a b\" !", "ProxyPassMatch ^/[a-z]/q !");
    }

    private String prefixRule() {
        String path = dice.of("/a", "/a", "/a", "/a/", "/a/b", "/", "\"/a\"", "\"/a b\"", "/A", "/a.b", "'/a'", "//a", "/a;v");
        String url = "http://{upstream}" + (path.equals("/") ? dice.of("/", "/x/", "/") : dice.of("", "/", "/x", "/x", "/x", "/x/", "/x/y", "/x;v=1", "/x(1)~", "/x+y:z", "/$1", "/%41x", "/%20"));
        if (path.endsWith("/") && url.endsWith("{upstream}")) url += "/";
        return "ProxyPass " + path + " " + quoted(url) + parameters(true);
    }

    private String regexRule() {
        String regex = dice.of("^/a/(.*)$", "^/a/(.*)$", "^/a(/.*)?$", "^/(a|b)/(.*)", "^/a", "/b", "(?i)^/A/(.+)", "^/a/([^/]+)/(.*)$", "^/a()", "\"^/a/([a-z ]+)$\"", "^/a/(?:x|(y))(.*)", "\\.gif$", "^/(?<n>[a-z]+)");
        String url = "http://{upstream}" + dice.of("/x/$1", "/x/$1", "/$1", "/x", "/", "", "/x/$1/y/$2", "/x$0", "/x/$2/$1", "/x/$1?k=$2", "/fixed$3", "/x/$$1");
        return "ProxyPassMatch " + regex + " " + quoted(url) + parameters(false);
    }

    private String quoted(String url) {
        return dice.chance(30) ? "\"" + url + "\"" : url;
    }

    private String parameters(boolean prefix) {
        StringBuilder text = new StringBuilder();
        if (dice.chance(45)) for (String parameter : dice.some(2, PARAMETERS)) text.append(' ').append(parameter);
        if (dice.chance(12)) text.append(" nocanon");
        else if (prefix && dice.chance(15)) text.append(dice.of(" mapping=encoded", " mapping=servlet"));
        return text.toString();
    }

    private String reverse() {
        return dice.of("ProxyPassReverse /a http://{upstream}/x", "ProxyPassReverse /a http://{upstream}/x", "ProxyPassReverse /a/ http://{upstream}/x/", "ProxyPassReverse / http://{upstream}/",
                "ProxyPassReverse /a /x", "ProxyPassReverse https://pub.example/z http://{upstream}/x", "ProxyPassReverse /a http://www.example.org/x");
    }
}
