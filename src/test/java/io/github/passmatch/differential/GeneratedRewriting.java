package io.github.passmatch.differential;

import java.util.ArrayList;
import java.util.List;

/** Redirect and rewrite lines as people write them. The results never name a file, because httpd would look for the file. */
final class GeneratedRewriting {

    private static final List<String> REDIRECTS = List.of("Redirect /a http://n.example/r", "Redirect permanent /a/b /r", "Redirect gone /a/c", "Redirect 308 /b https://n.example", "RedirectMatch ^/a/(.*)$ http://n.example/$1",
            "RedirectMatch 301 /b/(.*) /r/$1?z=$1", "RedirectMatch 404 \\.gif$", "RedirectPermanent /m /p", "RedirectTemp / http://n.example/x");
    private static final List<String> CONDITIONS = List.of("RewriteCond %{HTTP_HOST} ^www\\. [NC]", "RewriteCond %{REQUEST_METHOD} =GET", "RewriteCond %{REQUEST_METHOD} !^(GET|HEAD)$", "RewriteCond %{QUERY_STRING} q=(\\d)",
            "RewriteCond %{REQUEST_URI} !^/b", "RewriteCond %{HTTP_COOKIE} . [OR]", "RewriteCond %{HTTP:X-A} ^([0-9])", "RewriteCond %{HTTPS} off", "RewriteCond %{THE_REQUEST} HTTP/1\\.1$", "RewriteCond %{REMOTE_ADDR} =127.0.0.1",
            "RewriteCond %{SERVER_NAME} <m", "RewriteCond %{HTTP_USER_AGENT} !Mozilla", "RewriteCond $1 ^[a-z]", "RewriteCond %{SERVER_PORT} -ge1");
    private static final List<String> PATTERNS = List.of("^/a/(.*)$", "^/a/(.*)$", "^/(a|b)/(.*)", "^/a", "/b", "^/(.*)", "!^/a", "^/a/([^/]+)", "\\.gif$", "^", ".*");
    private static final List<String> RESULTS = List.of("http://{upstream}/rw/$1 [P]", "http://{upstream}/rw%{REQUEST_URI} [P]", "http://{upstream}/rw?k=$1 [P,B]", "http://{upstream}/rw/$1?z=1 [P,QSA]", "http://{upstream}/rw [P,QSD]", "/b/$1 [PT]", "/a/$1?y=2 [PT]",
            "/b/%1 [PT,L]", "/pt [PT]", "https://%{HTTP_HOST}%{REQUEST_URI} [R=301,L]", "http://n.example/$1 [R,L]", "/r/$1 [R]", "/r?u=$1 [R,B]", "http://n.example/%{QUERY_STRING} [R,NE,L]", "- [F]", "- [G,L]", "- [R=404]",
            "- [E=proxy-nokeepalive:1]", "- [L]", "- [S=1]", "- [C]", "- [END]");

    private final Dice dice;

    GeneratedRewriting(Dice dice) {
        this.dice = dice;
    }

    /** The lines, with other lines before and after them. */
    List<String> around(List<String> others) {
        List<String> lines = new ArrayList<>(dice.some(2, REDIRECTS));
        if (dice.chance(70)) lines.addAll(rewriting(""));
        boolean before = dice.chance(50);
        List<String> all = new ArrayList<>(before ? lines : others);
        all.addAll(before ? others : lines);
        if (dice.chance(30)) all.addAll(section());
        return all;
    }

    private List<String> rewriting(String indent) {
        List<String> lines = new ArrayList<>(List.of(indent + "RewriteEngine On"));
        for (int i = dice.count(3); i > 0; i--) {
            for (String condition : dice.some(2, CONDITIONS)) lines.add(indent + condition);
            lines.add(indent + "RewriteRule " + dice.of(PATTERNS) + " " + dice.of(RESULTS));
        }
        return lines;
    }

    private List<String> section() {
        List<String> lines = new ArrayList<>(List.of("<Location " + dice.of("/a", "/a/b", "/", "/m") + ">"));
        if (dice.chance(50)) lines.add(dice.of("Redirect http://n.example/s", "Redirect permanent /a/b http://n.example/s", "RedirectMatch /c http://n.example/$0", "Redirect gone"));
        else lines.addAll(List.of("RewriteEngine On", dice.of(CONDITIONS).replace("$1 ", "%{REQUEST_URI} "), "RewriteRule ^ " + dice.of("- [F]", "http://n.example/l [R]", "http://{upstream}/lrw%{REQUEST_URI} [P]", "- [G]", "https://%{HTTP_HOST}%{REQUEST_URI} [R=301]")));
        lines.add("</Location>");
        return lines;
    }
}
