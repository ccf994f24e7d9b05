package io.github.passmatch.config.problem;

import java.util.Locale;

/**
 * Names the kinds of findings about a configuration, each with its cause, its cure and an example. The names are stable: machine-readable reports contain them.
 * {@code check --explain} and the manual's page of findings print these texts.
 */
public enum Finding {
    MISTAKE("The line is not valid: an argument has a form or a value which the directive does not take.",
            "Correct the word at the caret. The message says what is expected.",
            "ProxyPass app http://127.0.0.1:8081/app",
            "ProxyPass /app http://127.0.0.1:8081/app"),
    UNKNOWN_DIRECTIVE("No directive has this name, neither here nor in httpd. In most cases the name is misspelt.",
            "Write the name which the message suggests.",
            "ProxyPas /app http://127.0.0.1:8081/app",
            "ProxyPass /app http://127.0.0.1:8081/app"),
    UNKNOWN_PARAMETER("A rule has no parameter with this name. In most cases the name is misspelt.",
            "Write the name which the message suggests.",
            "ProxyPassMatch ^/users/([0-9]+)$ http://127.0.0.1:8081/users/$1 enableuse=on",
            "ProxyPassMatch ^/users/([0-9]+)$ http://127.0.0.1:8081/users/$1 enablereuse=on"),
    BALANCER_PARAMETER("The parameter belongs to a balancer or to a balancer member, but the URL of the rule names one server.",
            "Remove the parameter.",
            "ProxyPass /app http://127.0.0.1:8081/app lbmethod=byrequests",
            "ProxyPass /app http://127.0.0.1:8081/app"),
    DOUBTFUL("The line is valid, but it probably does not do what was intended.",
            "Follow the hint of the message. If the line is intended, nothing has to be done.",
            "ProxyPass /app http://127.0.0.1:8081/app acquire=5",
            "ProxyPass /app http://127.0.0.1:8081/app acquire=5s"),
    NOT_OURS("The directive concerns httpd only (its logs, users, processes or modules), and Passmatch ignores it. Responses are the same without it.",
            "Nothing has to be done. Without the line the note disappears.",
            "ServerAdmin webmaster@example.org\nProxyPass /app http://127.0.0.1:8081/app",
            "ProxyPass /app http://127.0.0.1:8081/app"),
    NOT_IN_FORCE("httpd obeys the directive or the parameter, but it has no effect here.",
            "Let the container or the upstream do this work, or remove the line.",
            "ProxyRequests On\nProxyPass /app http://127.0.0.1:8081/app",
            "ProxyPass /app http://127.0.0.1:8081/app"),
    ACCESS_NOT_OBEYED("httpd restricts access by the line, and Passmatch does not obey the line. Without an error, the path would be open.",
            "Restrict access by Require ip, local, method or env. If the container, another proxy or the upstream restricts access, write PassmatchAccessControl Elsewhere.",
            "<Location /app>\n    Require ldap-group cn=staff\n    ProxyPass http://127.0.0.1:8081/app\n</Location>",
            "<Location /app>\n    Require ip 10.0.0.0/8\n    ProxyPass http://127.0.0.1:8081/app\n</Location>"),
    CLIENT_NAME("Access depends on the name of the client, which is looked up for each new address. A look-up takes time, and whoever controls the DNS decides about access.",
            "Restrict access by addresses or networks, if they are known.",
            "<Location /app>\n    Require host localhost\n    ProxyPass http://127.0.0.1:8081/app\n</Location>",
            "<Location /app>\n    Require local\n    ProxyPass http://127.0.0.1:8081/app\n</Location>"),
    MANAGER_ACCESS("The balancer-manager changes balancers, and no line of its section restricts access, or a line opens it to everybody. Without a line, only clients on the same machine can use it; in httpd, everybody can.",
            "Write Require ip with the addresses of the administrators, or AuthType Basic and Require valid-user, in the section.",
            "<Location /balancer-manager>\n    SetHandler balancer-manager\n</Location>\n<Proxy balancer://app>\n    BalancerMember http://127.0.0.1:8081\n</Proxy>\nProxyPass /app balancer://app",
            "<Location /balancer-manager>\n    SetHandler balancer-manager\n    Require ip 10.0.0.0/8\n</Location>\n<Proxy balancer://app>\n    BalancerMember http://127.0.0.1:8081\n</Proxy>\nProxyPass /app balancer://app"),
    ACCESS_ELSEWHERE("Lines that restrict access in httpd are not obeyed, because PassmatchAccessControl Elsewhere says that something else restricts access.",
            "Nothing has to be done if the container, another proxy or the upstream restricts access.",
            "<Location /app>\n    PassmatchAccessControl Elsewhere\n    Require ldap-group cn=staff\n    ProxyPass http://127.0.0.1:8081/app\n</Location>",
            "<Location /app>\n    ProxyPass http://127.0.0.1:8081/app\n</Location>"),
    TLS_TO_CLIENTS("In a servlet container, the container does TLS to clients, and the line has no effect. java -jar obeys SSLEngine on, and needs a certificate.",
            "In java -jar, name the certificate and the key. In a container, configure TLS there; the line may stay.",
            "SSLEngine on\nProxyPass /app http://127.0.0.1:8081/app",
            "ProxyPass /app http://127.0.0.1:8081/app"),
    REWRITE_RULE("The RewriteRule line is obeyed as in httpd, but probably not as intended: connections to the upstream are not kept, ProxyPass is not applied to the new path, or the engine is off.",
            "Name the URL of [P] in a <Proxy> section with ProxySet enablereuse=on. Add [PT] to a rule whose new path a ProxyPass should forward. Write RewriteEngine On.",
            "RewriteEngine On\nRewriteRule ^/app/(.*)$ http://127.0.0.1:8081/$1 [P]",
            "RewriteEngine On\nRewriteRule ^/app/(.*)$ http://127.0.0.1:8081/$1 [P]\n<Proxy \"http://127.0.0.1:8081/\">\n    ProxySet enablereuse=on\n</Proxy>"),
    SHADOWED_RULE("The rule can never match, because an earlier rule matches every path that this rule matches.",
            "Put the more special rule first, or remove the rule.",
            "ProxyPass /app http://127.0.0.1:8081/app\nProxyPass /app/admin http://127.0.0.1:8082/admin",
            "ProxyPass /app/admin http://127.0.0.1:8082/admin\nProxyPass /app http://127.0.0.1:8081/app"),
    PARTLY_SHADOWED_RULE("An earlier rule matches some of the paths that this rule matches.",
            "Put the more special rule first, with an expression that matches only paths of the other rule. If the order is intended, nothing has to be done.",
            "ProxyPass /app http://127.0.0.1:8081/app\nProxyPassMatch \\.php$ http://127.0.0.1:9000",
            "ProxyPassMatch ^/app/.*\\.php$ http://127.0.0.1:9000\nProxyPass /app http://127.0.0.1:8081/app"),
    OVERRIDDEN_LOCATION("The rule can never match: a later section applies to the same paths, and its ProxyPass replaces the ProxyPass of this section.",
            "Put the section with the shorter path first.",
            "<Location /app/admin>\n    ProxyPass http://127.0.0.1:8082/admin\n</Location>\n<Location /app>\n    ProxyPass http://127.0.0.1:8081/app\n</Location>",
            "<Location /app>\n    ProxyPass http://127.0.0.1:8081/app\n</Location>\n<Location /app/admin>\n    ProxyPass http://127.0.0.1:8082/admin\n</Location>"),
    BACK_REFERENCE("The URL contains a back-reference such as $1, which switches connection reuse off by default. httpd does the same without a message.",
            "Add enablereuse=on after the URL, or enablereuse=off if new connections are intended.",
            "ProxyPassMatch ^/users/([0-9]+)$ http://127.0.0.1:8081/users/$1",
            "ProxyPassMatch ^/users/([0-9]+)$ http://127.0.0.1:8081/users/$1 enablereuse=on"),
    NEVER_MATCHES("No client can send a path that the rule matches: paths are compared after decoding, without query and without host.",
            "Write the path alone, with decoded characters.",
            "ProxyPass /app?id=1 http://127.0.0.1:8081/app",
            "ProxyPass /app http://127.0.0.1:8081/app"),
    JOINED_PARAMETER("No space separates the URL from the text after it, so this text is a part of the URL.",
            "Put a space before the parameter; remove a semicolon at the end of the line.",
            "ProxyPassMatch ^/users/([0-9]+)$ http://127.0.0.1:8081/users/$1enablereuse=on",
            "ProxyPassMatch ^/users/([0-9]+)$ http://127.0.0.1:8081/users/$1 enablereuse=on"),
    LOOP("The URL of the rule leads back to this proxy, so the proxy sends requests to itself until it refuses them with 508.",
            "Write the address and the port of the upstream.",
            "Listen 8080\nProxyPass /app http://localhost:8080/app",
            "Listen 8080\nProxyPass /app http://localhost:8081/app"),
    SKIPPED_RULES("Rules are in a section such as <IfModule> or <IfDefine>, and the condition of the section is false.",
            "Remove the first and the last line of the section, or make its condition true.",
            "<IfModule mod_jk.c>\n    ProxyPass /app http://127.0.0.1:8081/app\n</IfModule>",
            "ProxyPass /app http://127.0.0.1:8081/app"),
    NOTHING_INCLUDED("No file matches the argument of IncludeOptional.",
            "Correct the path, or remove the line if no file is needed.",
            "IncludeOptional no-such-folder/*.conf\nProxyPass /app http://127.0.0.1:8081/app",
            "ProxyPass /app http://127.0.0.1:8081/app"),
    ACCESS_LOG("The access log is not written as in httpd: programs behind a pipe are not started, a format has no value here, or no LogFormat has the name.",
            "Write the name of a file, which may be moved at any time (logrotate), or /dev/stdout. Define the format, or write a known name: common, combined, vhost_combined, passmatch-text, passmatch-json.",
            "CustomLog \"|/usr/bin/rotatelogs logs/access.%Y%m%d 86400\" combined\nProxyPass /app http://127.0.0.1:8081/app",
            "CustomLog logs/access_log combined\nProxyPass /app http://127.0.0.1:8081/app"),
    STEERABLE_TARGET("The host or the port of the upstream comes from the request. Clients may choose the server, and connections are never reused.",
            "Write one rule for each host.",
            "ProxyPassMatch ^/(blue|green)/(.*)$ http://$1.example.org/$2",
            "ProxyPass /blue/ http://blue.example.org/\nProxyPass /green/ http://green.example.org/"),
    KEEPALIVE_IS_TCP("keepalive= switches TCP keep-alive probes on (SO_KEEPALIVE). It has no effect on connection reuse.",
            "Write enablereuse=on if connections are to be reused.",
            "ProxyPassMatch ^/users/([0-9]+)$ http://127.0.0.1:8081/users/$1 keepalive=on",
            "ProxyPassMatch ^/users/([0-9]+)$ http://127.0.0.1:8081/users/$1 enablereuse=on"),
    KEEPALIVE_OF_CLIENTS("KeepAlive is about the connections of clients. It has no effect on connections to the upstream.",
            "Write enablereuse=on on the rule if connections to the upstream are to be reused.",
            "KeepAlive On\nProxyPassMatch ^/users/([0-9]+)$ http://127.0.0.1:8081/users/$1",
            "ProxyPassMatch ^/users/([0-9]+)$ http://127.0.0.1:8081/users/$1 enablereuse=on"),
    VARIABLE_WITHOUT_EFFECT("Neither mod_proxy nor Passmatch reads an environment variable with this name.",
            "Remove the line, or write the name which the message suggests. enablereuse=on on the rule switches reuse on.",
            "SetEnv proxy-keepalive 1\nProxyPassMatch ^/users/([0-9]+)$ http://127.0.0.1:8081/users/$1",
            "ProxyPassMatch ^/users/([0-9]+)$ http://127.0.0.1:8081/users/$1 enablereuse=on"),
    REUSE_SWITCHED_OFF("An environment variable switches connection reuse off. Its presence counts, not its value, and enablereuse=on does not change that.",
            "Remove the line if connections are to be reused.",
            "SetEnv proxy-nokeepalive 0\nProxyPass /app http://127.0.0.1:8081/app",
            "ProxyPass /app http://127.0.0.1:8081/app"),
    PARAMETER_WITHOUT_EFFECT("The parameter has no effect here, because another parameter or a rule for its URL is missing.",
            "Add what the message names, or remove the parameter.",
            "ProxyPass /app http://127.0.0.1:8081/app smax=5",
            "ProxyPass /app http://127.0.0.1:8081/app smax=5 ttl=30"),
    TTL_TOO_LONG("Upstreams usually close idle connections earlier than this ttl.",
            "Set ttl below the keep-alive timeout of the upstream.",
            "ProxyPass /app http://127.0.0.1:8081/app ttl=300",
            "ProxyPass /app http://127.0.0.1:8081/app ttl=4"),
    TRAILING_SLASH("Only one of path and URL ends in a slash, so the forwarded path has a slash too few or too many.",
            "End both the path and the URL in a slash, or neither.",
            "ProxyPass /app/ http://127.0.0.1:8081/app",
            "ProxyPass /app/ http://127.0.0.1:8081/app/"),
    WHOLE_PATH_APPENDED("The URL of a ProxyPassMatch has no back-reference, so the complete request path is appended to the URL.",
            "Put the wanted part of the path in parentheses, and write $1 in the URL.",
            "ProxyPassMatch ^/app/ http://127.0.0.1:8081/new",
            "ProxyPassMatch ^/app/(.*)$ http://127.0.0.1:8081/new/$1 enablereuse=on"),
    MISSING_GROUP("The URL refers to a group which the regular expression does not have. This reference is replaced by empty text.",
            "Correct the number, or add the group to the expression.",
            "ProxyPassMatch ^/users/([0-9]+)$ http://127.0.0.1:8081/users/$2 enablereuse=on",
            "ProxyPassMatch ^/users/([0-9]+)$ http://127.0.0.1:8081/users/$1 enablereuse=on"),
    NAMED_GROUP("The URL can refer to groups only by number; $name is literal text.",
            "Write the number of the group.",
            "ProxyPassMatch ^/users/(?<id>[0-9]+)$ http://127.0.0.1:8081/users/$id enablereuse=on",
            "ProxyPassMatch ^/users/([0-9]+)$ http://127.0.0.1:8081/users/$1 enablereuse=on"),
    UNANCHORED_REGEX("The regular expression does not begin with ^, so it is found anywhere in the path.",
            "Begin the expression with ^.",
            "ProxyPassMatch /users/([0-9]+)$ http://127.0.0.1:8081/users/$1 enablereuse=on",
            "ProxyPassMatch ^/users/([0-9]+)$ http://127.0.0.1:8081/users/$1 enablereuse=on"),
    CATASTROPHIC_REGEX("The regular expression needs too many steps for some paths (catastrophic backtracking). Such requests are answered with 500.",
            "Do not repeat a group which contains only a repetition, and do not let two repetitions follow each other that match the same text.",
            "ProxyPassMatch ^/x/((a+)+)$ http://127.0.0.1:8081/$1 enablereuse=on",
            "ProxyPassMatch ^/x/(a+)$ http://127.0.0.1:8081/$1 enablereuse=on"),
    CREDENTIALS_IN_URL("User and password in the URL are dropped, as in httpd.",
            "Remove them from the URL. If the upstream needs them, set the Authorization field.",
            "ProxyPass /app http://user:password@127.0.0.1:8081/app",
            "<Location /app>\n    ProxyPass http://127.0.0.1:8081/app\n    RequestHeader set Authorization \"Basic dXNlcjpwYXNzd29yZA==\"\n</Location>"),
    REDIRECT_NOT_MAPPED("The URL of the ProxyPassReverse is not the one which the upstream sends in redirects, so the redirect is not changed.",
            "Write the URL of the rule in ProxyPassReverse; with ProxyPreserveHost On, write the public host.",
            "ProxyPass /app http://127.0.0.1:8081/app\nProxyPassReverse /app http://127.0.0.1:8082/app",
            "ProxyPass /app http://127.0.0.1:8081/app\nProxyPassReverse /app http://127.0.0.1:8081/app"),
    ERROR_OVERRIDE("ProxyErrorOverride replaces the error responses of the upstream, and all their header fields are lost.",
            "Remove ProxyErrorOverride, or name only the statuses whose responses are to be replaced. If this is intended, nothing has to be done.",
            "ProxyErrorOverride On\nProxyPass /app http://127.0.0.1:8081/app",
            "ProxyPass /app http://127.0.0.1:8081/app"),
    ERROR_DOCUMENT_OF_UPSTREAM("If the upstream fails, the page of the ErrorDocument is requested from the same upstream. Clients then get the built-in page.",
            "Write the text of the page in the ErrorDocument, or exclude its path with ProxyPass and ! before the rule, and let the container serve the page.",
            "ErrorDocument 503 /sorry.html\nProxyPass / http://127.0.0.1:8081/",
            "ErrorDocument 503 \"Please try again later.\"\nProxyPass / http://127.0.0.1:8081/"),
    FORWARDED_FIELD_TWICE("The line sets a field to which the proxy itself appends a value, as in httpd (ProxyAddHeaders). The upstream gets both values in one field.",
            "Remove the line. To send only the value of the line, write ProxyAddHeaders Off.",
            "RequestHeader set X-Forwarded-For expr=%{REMOTE_ADDR}\nProxyPass /app http://127.0.0.1:8081/app",
            "ProxyPass /app http://127.0.0.1:8081/app"),
    UNVERIFIED_TLS("The certificate of the upstream is not verified. Anybody on the network path can read and change requests and responses.",
            "Remove SSLProxyVerify none. Name the certificate authority of the upstream with SSLProxyCACertificateFile, if the JVM does not know it.",
            "SSLProxyEngine On\nSSLProxyVerify none\nProxyPass /app https://app.example.org/app",
            "SSLProxyEngine On\nSSLProxyVerify require\nProxyPass /app https://app.example.org/app"),
    COMMENT("A comment is only a line that begins with #. A comment line which ends in a backslash includes the next line.",
            "Write the comment on a line of its own, without a backslash at its end.",
            "ProxyPass /app http://127.0.0.1:8081/app # the application",
            "# the application\nProxyPass /app http://127.0.0.1:8081/app"),
    QUOTES("Quotation marks quote only where they enclose a whole word. Inside a word they are literal characters.",
            "Enclose the whole word in quotation marks, or remove them.",
            "ProxyPass /app http://127.0.0.1:8081/app timeout=\"5\"",
            "ProxyPass /app http://127.0.0.1:8081/app \"timeout=5\""),
    ODD_CHARACTER("The file contains a character that looks like another one or is invisible, or the encoding of the file is not UTF-8.",
            "Write the plain character which the message names, and save the file as UTF-8.",
            "ProxyPass “/app” http://127.0.0.1:8081/app",
            "ProxyPass \"/app\" http://127.0.0.1:8081/app"),
    UNDEFINED_VARIABLE("Neither Define nor the environment defines the variable, so ${...} stays in the text.",
            "Write Define before the line, or set the environment variable.",
            "ProxyPass /app http://127.0.0.1:8081/${APP_FOLDER}",
            "Define APP_FOLDER app\nProxyPass /app http://127.0.0.1:8081/${APP_FOLDER}"),
    DEPARTURE("httpd handles this line in another way. The message says how.",
            "Nothing has to be done for Passmatch. If httpd reads the same file, write the line so that both do the same.",
            "ProxyPass /app https://app.example.org/app",
            "SSLProxyEngine On\nSSLProxyVerify require\nProxyPass /app https://app.example.org/app");

    private final String cause;
    private final String cure;
    private final String example;
    private final String cured;

    Finding(String cause, String cure, String example, String cured) {
        this.cause = cause;
        this.cure = cure;
        this.example = example;
        this.cured = cured;
    }

    /** The name in reports, {@code shadowed-rule}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The cause, in one or two sentences. */
    public String cause() {
        return cause;
    }

    /** What helps, in one or two sentences. */
    public String cure() {
        return cure;
    }

    /** Lines of a configuration that have this finding. */
    public String example() {
        return example;
    }

    /** The same lines after the cure. */
    public String cured() {
        return cured;
    }
}
