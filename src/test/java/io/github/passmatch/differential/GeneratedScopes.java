package io.github.passmatch.differential;

import java.util.ArrayList;
import java.util.List;

/** What may stand in a server and in its sections: variables, changes of fields, error pages, and the sections themselves. */
final class GeneratedScopes {

    /** At the level of a server only. */
    private static final List<String> VARIABLES = List.of("SetEnvIf Request_URI ^/a/b proxy-nokeepalive", "SetEnvIf Request_URI b no-proxy", "SetEnvIf User-Agent Moz moz=$0", "SetEnvIf User-Agent ^M(oz) moz=$1,$2",
            "SetEnvIfNoCase X-A ^([0-9]) xa=$1", "BrowserMatch X11 x11", "BrowserMatchNoCase mozilla moz=lower", "SetEnvIf Host ^www H=1", "SetEnvIf Request_Method POST post !H", "SetEnvIf Remote_Addr ^127 local",
            "SetEnvIf Request_Protocol HTTP/1\\.1 new", "SetEnvIf ^X-F.* h XF=$0", "SetEnvIf X-None ^$ none", "SetEnvIf local . again=1", "SetEnvIf Request_URI (.*) V=$1", "SetEnv V main");
    /** In servers and sections alike. */
    private static final List<String> ANYWHERE = List.of("ProxyPreserveHost On", "ProxyPreserveHost Off", "ProxyAddHeaders Off", "ProxyAddHeaders On", "SetEnv V here", "SetEnv proxy-nokeepalive 1", "UnsetEnv V proxy-nokeepalive",
            "UnsetEnv proxy-sendcl", "SetEnvIf Request_URI (b.*) V=$1", "RequestHeader set X-V \"%{V}e;%{moz}e;%{xa}e\"", "RequestHeader set X-L 1 env=local", "RequestHeader unset X-A env=!post", "RequestHeader append X-A added",
            "RequestHeader merge Via m", "RequestHeader add X-A 9", "RequestHeader setifempty User-Agent none", "RequestHeader set Host other.example", "RequestHeader set X-Forwarded-Proto https", "RequestHeader unset Cookie",
            "RequestHeader edit Cookie ([a-z])=(.) $2=$1", "RequestHeader edit* X-Forwarded-For [0-9] n", "RequestHeader append X-Forwarded-For 10.0.0.1", "RequestHeader unset Accept-Encoding", "Header set X-H here",
            "Header always set X-H always", "Header append X-H more", "Header append Vary Z", "Header add Set-Cookie c=3", "Header edit Location ^http: https:", "Header unset ETag", "Header setifempty Cache-Control no-cache", "Header echo ^X-Quote$",
            "Header set X-M %{moz}e env=moz", "Header always set X-Y \"%{V}e 100%%\"", "Header merge Cache-Control private", "Header set Content-Type text/x", "Header edit Set-Cookie ^(.*)$ $1;Secure", "Header always unset X-A",
            "Header unset Via", "Header edit* Content-Type plain html", "Header set Retry-After 9 env=post", "ErrorDocument 404 \"nothing here\"", "ErrorDocument 500 /a/err", "ErrorDocument 503 http://err.example/x", "ErrorDocument 502 'bad <upstream>'",
            "ErrorDocument 404 default", "ProxyErrorOverride On", "ProxyErrorOverride On 404 500", "ProxyErrorOverride Off", "Proxy100Continue Off", "ProxyPassReverseCookiePath /x /a", "ProxyPassReverseCookiePath / /r/",
            "ProxyPassReverseCookieDomain int.example.org pub.example.com", "ProxyPassReverseCookieDomain .int.example.org .pub.example.com");
    private static final List<String> LOCATIONS = List.of("<Location /a>", "<Location /a>", "<Location />", "<Location /a/b>", "<Location \"/a/a b\">", "<Location /a/>", "<LocationMatch ^/a/(.*)$>", "<LocationMatch /b>", "<Location ~ ^/a>",
            "<Location \"/a/*/c\">", "<LocationMatch \"^/a/(?<n>[a-z]+)\">");
    private static final List<String> PROXIES = List.of("<Proxy *>", "<Proxy http://{upstream}>", "<Proxy http://{upstream}/x>", "<Proxy http://{upstream}/x/b>", "<Proxy \"http://*/x*\">", "<ProxyMatch /x/b>", "<ProxyMatch ^http://.*b$>");

    private final Dice dice;

    GeneratedScopes(Dice dice) {
        this.dice = dice;
    }

    /** What stands beside the rules of a server. */
    List<String> server() {
        List<String> lines = new ArrayList<>(dice.some(3, VARIABLES));
        lines.addAll(dice.some(5, ANYWHERE));
        return lines;
    }

    /** Some sections. */
    List<String> sections() {
        List<String> lines = new ArrayList<>();
        for (int i = dice.count(3); i > 1; i--) lines.addAll(dice.chance(65) ? location() : proxy());
        return lines;
    }

    private List<String> location() {
        String head = dice.of(LOCATIONS);
        List<String> lines = new ArrayList<>(List.of(head));
        boolean regex = head.startsWith("<LocationMatch");
        if (dice.chance(45)) lines.add(regex ? dice.of("ProxyPassMatch http://{upstream}/lm/$1", "ProxyPassMatch http://{upstream}/lm", "ProxyPassMatch !") : dice.of("ProxyPass http://{upstream}/l", "ProxyPass http://{upstream}/x/", "ProxyPass !"));
        if (dice.chance(25) && !regex && !head.contains("~") && !head.contains("*")) lines.add(dice.of("ProxyPassReverse http://{upstream}/x", "ProxyPassReverse http://{upstream}/", "ProxyPassReverse /x"));
        lines.addAll(dice.some(4, ANYWHERE));
        lines.add(regex ? "</LocationMatch>" : "</Location>");
        return lines;
    }

    private List<String> proxy() {
        String head = dice.of(PROXIES);
        List<String> lines = new ArrayList<>(List.of(head));
        for (String line : dice.some(4, ANYWHERE)) if (!line.startsWith("ProxyPassReverse")) lines.add(line);
        lines.add(head.startsWith("<ProxyMatch") ? "</ProxyMatch>" : "</Proxy>");
        return lines;
    }

    /** The same lines, some of them in a condition that holds, with others in one that does not. */
    List<String> conditional(List<String> lines) {
        if (!dice.chance(8)) return lines;
        List<String> wrapped = new ArrayList<>(List.of(dice.of("<IfModule mod_proxy.c>", "<IfModule proxy_module>", "<IfModule !mod_nosuch.c>", "<IfDefine !NOPE>")));
        String end = wrapped.get(0).startsWith("<IfModule") ? "</IfModule>" : "</IfDefine>";
        wrapped.addAll(lines);
        wrapped.addAll(List.of(end, "<IfModule mod_nosuch.c>", "ProxyPass /a !", "</IfModule>", "<IfDefine NOPE>", "ProxyPass / http://127.0.0.1:1/", "</IfDefine>"));
        return wrapped;
    }
}
