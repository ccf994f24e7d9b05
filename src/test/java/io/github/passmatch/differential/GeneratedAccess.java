package io.github.passmatch.differential;

import io.github.passmatch.differential.Scenario.Exchange;
import java.util.ArrayList;
import java.util.List;

/** Sections that restrict access in all combinations, and requests that differ in what access depends on. */
final class GeneratedAccess {

    private static final List<String> CONDITIONS = List.of("all granted", "all denied", "ip 127.0.0.1", "ip 127", "ip 10.0.0.0/8 192.0.2.1", "ip ::1", "local", "method GET", "method POST PUT", "env good", "env good other", "env late");
    private static final List<String> HOSTS = List.of("Order Allow,Deny", "Order Deny,Allow", "Order Mutual-failure", "Allow from all", "Deny from all", "Allow from 127.0.0.1", "Deny from 127.0.0.0/255.0.0.0", "Allow from 10.", "Deny from env=good",
            "Allow from env=!good", "Allow from env=good", "Allow from none", "Satisfy Any", "Satisfy All");
    private static final List<String> SECTIONS = List.of("<Location />", "<Location /a>", "<Location /a/b>", "<Location /a/>", "<LocationMatch ^/a/.*c>", "<LocationMatch b>", "<Location \"/a b\">", "<Location /a%20b>", "<LocationMatch ;>", "<Proxy *>", "<Proxy http://{upstream}/x>", "<ProxyMatch b>");
    private static final List<String> METHODS = List.of("GET", "GET", "GET", "POST", "HEAD", "PUT", "FOO", "get", "OPTIONS", "DELETE");
    private static final List<String> PATHS = List.of("/", "/a", "/a/", "/a/b", "/a/b/c", "/A", "//a", "/a/../b", "/a%2e/b", "/%61/b", "/a;x/b", "/a/;x/b;y", "/x/..;/a/b", "/a%20b", "/a%2Fb", "/ab", "/none");

    private final Dice dice;

    GeneratedAccess(Dice dice) {
        this.dice = dice;
    }

    Scenario make(String name) {
        List<String> directives = new ArrayList<>(List.of("SetEnvIf X-Good (.+) good=$1", "SetEnv late 1"));
        directives.add(dice.of("ProxyPass / http://{upstream}/", "ProxyPass /a http://{upstream}/x", "ProxyPassMatch ^/a/(.*)$ http://{upstream}/x/$1", "ProxyPass / http://{upstream}/ mapping=encoded", "ProxyPass /a http://{upstream}/x mapping=servlet"));
        if (dice.chance(20)) directives.add(dice.of("Redirect /a/b https://www.example.org/", "TraceEnable Off", "ErrorDocument 403 no", "ErrorDocument 403 /a/b"));
        for (int i = dice.count(4); i > 0; i--) directives.addAll(section());
        List<Exchange> exchanges = new ArrayList<>();
        for (int i = 0; i < 6; i++) exchanges.add(new Exchange(request(directives.contains("ErrorDocument 403 /a/b")), Scenario.OK));
        return new Scenario(name, directives, exchanges, false);
    }

    /** @param withDocument whether an error document is fetched from the upstream: httpd always by GET, Passmatch by HEAD for HEAD */
    private String request(boolean withDocument) {
        String method = dice.of(METHODS);
        if (withDocument && method.equals("HEAD")) method = "GET";
        return method + " " + dice.of(PATHS) + " HTTP/1.1\r\nHost: www.example.org\r\nConnection: close\r\n" + (dice.chance(40) ? "X-Good: yes\r\n" : "") + (dice.chance(20) ? "X-Forwarded-For: 10.0.0.1\r\n" : "")
                + (method.startsWith("P") ? "Content-Length: 0\r\n" : "") + "\r\n";
    }

    private List<String> section() {
        String head = dice.of(SECTIONS);
        List<String> lines = new ArrayList<>(List.of(head));
        if (dice.chance(75)) lines.addAll(lines(2));
        if (dice.chance(40)) lines.addAll(limited(dice.some(4, HOSTS)));
        if (dice.chance(30)) lines.add(dice.of("AuthMerging And", "AuthMerging Or", "AuthMerging Off"));
        if (dice.chance(10)) lines.add("SetEnvIf Request_Method P good=post");
        lines.add("</" + head.substring(1).split("[ >]")[0] + ">");
        return lines;
    }

    /** Lines of which one is enough. */
    private List<String> lines(int depth) {
        List<String> lines = new ArrayList<>();
        for (int i = dice.count(3); i > 0; i--) lines.addAll(limited(dice.chance(65) || depth == 0 ? List.of("Require " + dice.of(CONDITIONS)) : container(depth)));
        return lines;
    }

    private List<String> container(int depth) {
        boolean all = dice.chance(70);
        List<String> lines = new ArrayList<>(List.of(all ? "<RequireAll>" : "<RequireAny>"));
        lines.addAll(lines(depth - 1));
        if (all && dice.chance(40)) lines.add("Require not " + dice.of(CONDITIONS));
        if (all && dice.chance(30)) lines.addAll(List.of("<RequireNone>", "Require " + dice.of(CONDITIONS), "Require " + dice.of(CONDITIONS), "</RequireNone>"));
        lines.add(all ? "</RequireAll>" : "</RequireAny>");
        return lines;
    }

    /** The lines, some of them for some methods only. */
    private List<String> limited(List<String> lines) {
        if (lines.isEmpty() || !dice.chance(15) || lines.toString().contains("<Limit")) return lines;
        String name = dice.of("Limit", "LimitExcept");
        List<String> limited = new ArrayList<>(List.of("<" + name + " " + dice.of("GET", "POST", "GET POST", "HEAD", "FOO", "PUT DELETE", "get") + ">"));
        limited.addAll(lines);
        limited.add("</" + name + ">");
        return limited;
    }
}
