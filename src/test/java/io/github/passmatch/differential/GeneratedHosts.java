package io.github.passmatch.differential;

import java.util.ArrayList;
import java.util.List;

/** A main server with virtual hosts: what they inherit, and who answers. */
final class GeneratedHosts {

    private static final List<String> MAIN = List.of("ProxyPass /m http://{upstream}/main", "ProxyPass /a/m !", "ProxyPassReverse /m http://{upstream}/x", "ProxyPassReverseCookiePath /x /a", "ProxyPreserveHost On", "ProxyVia On", "ProxyMaxForwards 7",
            "AllowEncodedSlashes On", "AllowEncodedSlashes NoDecode", "MergeSlashes Off", "ProxyAddHeaders Off", "SetEnv V main", "SetEnv proxy-nokeepalive 1", "SetEnvIf Request_URI (.*) V=$1", "RequestHeader append X-A main",
            "RequestHeader set X-V %{V}e", "Header append X-H main", "Header always set X-Y main", "ErrorDocument 404 main", "ProxyErrorOverride On", "ProxyErrorOverride On 500");
    private static final List<String> HOST = List.of("ProxyPass /a http://{upstream}/x", "ProxyPass /m http://{upstream}/host", "ProxyPassMatch ^/a/(.*)$ http://{upstream}/x/$1", "ProxyPass / http://{upstream}/", "ProxyPassReverse /a http://{upstream}/x",
            "ProxyPassReverseCookiePath / /r/", "ProxyPreserveHost Off", "ProxyVia Off", "AllowEncodedSlashes On", "MergeSlashes On", "SetEnv V host", "UnsetEnv proxy-nokeepalive", "SetEnvIf V m V=again", "RequestHeader append X-A host",
            "Header append X-H host", "ErrorDocument 404 host", "ProxyErrorOverride Off", "ProxyErrorOverride On 404", "ProxyPassInherit Off", "ServerAlias *.example alias.org");

    private final Dice dice;

    GeneratedHosts(Dice dice) {
        this.dice = dice;
    }

    List<String> make() {
        List<String> lines = new ArrayList<>(dice.some(7, MAIN));
        if (dice.chance(40)) lines.addAll(section());
        for (String name : List.of("www.example.org", "other.example", "third.example")) {
            lines.addAll(List.of("<VirtualHost *>", "ServerName " + name));
            lines.addAll(dice.some(6, HOST));
            if (dice.chance(40)) lines.addAll(section());
            if (dice.chance(70)) lines.add(dice.of("ProxyPass / http://{upstream}/h/", "ProxyPass /a http://{upstream}/x"));
            lines.add("</VirtualHost>");
        }
        return lines;
    }

    private List<String> section() {
        String head = dice.of("<Location /a>", "<Location /m>", "<Location />", "<Proxy *>", "<Proxy http://{upstream}/x>");
        List<String> lines = new ArrayList<>(List.of(head, dice.of("RequestHeader append X-A section", "SetEnv V section", "ProxyPreserveHost On", "Header set X-H section")));
        if (head.startsWith("<Location") && dice.chance(40)) lines.add(dice.of("ProxyPass http://{upstream}/l", "ProxyPass !"));
        lines.add(head.startsWith("<Proxy") ? "</Proxy>" : "</Location>");
        return lines;
    }
}
