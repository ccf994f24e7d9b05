package io.github.passmatch.config.access;

import io.github.passmatch.config.text.Line;
import io.github.passmatch.config.text.NamePatterns;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Lists the directives that restrict access in httpd, and that are not obeyed here. A line of this list is an error, unless {@code PassmatchAccessControl Elsewhere} says that something else
 * does the work of the line.
 */
public final class AccessWords {

    /**
     * One row.
     *
     * @param names     the directives
     * @param module    the module of httpd
     * @param does      what the module does
     * @param restricts whether a line restricts access
     */
    private record Row(NamePatterns names, String module, String does, Predicate<Line> restricts) { }

    /** A directive that restricts access. */
    public record Found(String module, String does, boolean restricts) { }

    private static final List<Row> ROWS = List.of(
            row("sslverifyclient", "mod_ssl", "demands a certificate of the client", line -> !first(line).equalsIgnoreCase("none")),
            row("sslrequiressl", "mod_ssl", "refuses requests without TLS", AccessWords::always),
            row("sslrequire", "mod_ssl", "refuses requests by an expression", AccessWords::always),
            row("sslcarevocationcheck", "mod_ssl", "refuses certificates of clients that are revoked", line -> !first(line).equalsIgnoreCase("none")),
            row("sslocspenable", "mod_ssl", "refuses certificates of clients that are revoked", line -> !first(line).equalsIgnoreCase("off")),
            row("sslstrictsnivhostcheck", "mod_ssl", "refuses clients without SNI", line -> !first(line).equalsIgnoreCase("off")),
            row("stricthostcheck", "the core of httpd", "refuses hosts that no virtual host names", line -> !first(line).equalsIgnoreCase("off")),
            row("authtype", "mod_authn_core", "demands a login", line -> !first(line).equalsIgnoreCase("none")),
            row("authform*", "mod_auth_form", "logs users in by a form", AccessWords::always),
            row("authdigest*", "mod_auth_digest", "logs users in by Digest", AccessWords::always),
            row("authldap*", "mod_authnz_ldap", "logs users in by LDAP", AccessWords::always),
            row("authdbd*", "mod_authn_dbd", "logs users in by a database", AccessWords::always),
            row("authdbm*", "mod_authn_dbm", "logs users in by DBM files", AccessWords::always),
            row("authzdbd*", "mod_authz_dbd", "restricts access by a database", AccessWords::always),
            row("authzdbm*", "mod_authz_dbm", "restricts access by DBM files", AccessWords::always),
            row("authncache*", "mod_authn_socache", "remembers logins", line -> false),
            row("authnzfcgi*", "mod_authnz_fcgi", "logs users in by FastCGI", AccessWords::always),
            row("anonymous*", "mod_authn_anon", "logs anonymous users in", AccessWords::always),
            row("oidc*", "mod_auth_openidc", "logs users in by OpenID Connect", AccessWords::always),
            row("oauth*", "mod_auth_openidc", "checks OAuth 2.0 tokens", AccessWords::always),
            row(List.of("caslogin*", "casvalidate*", "casversion", "cascookie*", "casauth*", "casroot*", "casproxy*", "castimeout", "casidle*", "cassso*", "casattribute*", "casscope", "casrenew",
                    "casgateway", "casdebug", "cascertificate*", "caspreserve*", "cascache*"), "mod_auth_cas", "logs users in by CAS", AccessWords::always),
            row("shib*", "mod_shib", "logs users in by Shibboleth (SAML)", AccessWords::always),
            row("mellon*", "mod_auth_mellon", "logs users in by SAML", AccessWords::always),
            row("gss*", "mod_auth_gssapi", "logs users in by Kerberos", AccessWords::always),
            row("krb*", "mod_auth_kerb", "logs users in by Kerberos", AccessWords::always),
            row(List.of("authexternal*", "defineexternalauth", "definexternalauth", "addexternalauth", "addexternalgroup", "authnexternal*", "authzexternal*", "groupexternal*"), "mod_authnz_external",
                    "logs users in by a program", AccessWords::always),
            row(List.of("authpam*", "authz_pam*"), "mod_authnz_pam", "logs users in by PAM", AccessWords::always),
            row(List.of("authsspi*", "sspi*", "ntlm*"), "mod_auth_sspi", "logs users in by NTLM", AccessWords::always),
            row(List.of("authmysql*", "auth_mysql*", "authpg*", "auth_pg*"), "mod_auth_mysql", "logs users in by a database", AccessWords::always),
            row(List.of("authradius*", "addradiusauth", "authxradius*", "addmodauthradius*"), "mod_auth_radius", "logs users in by RADIUS", AccessWords::always),
            row("authzsvn*", "mod_authz_svn", "restricts access by paths of Subversion repositories", line -> line.name().text().toLowerCase(Locale.ROOT).endsWith("accessfile")),
            row("crowd*", "mod_authnz_crowd", "logs users in by Atlassian Crowd", AccessWords::always),
            row("cosign*", "mod_cosign", "logs users in by Cosign", AccessWords::always),
            row("webauth*", "mod_webauth", "logs users in by WebAuth", AccessWords::always),
            row("pubcookie*", "mod_pubcookie", "logs users in by Pubcookie", AccessWords::always),
            row(List.of("authyubikey*", "authotp*", "otpauth*", "googleauth*"), "a module for one-time passwords", "logs users in by one-time passwords", AccessWords::always),
            row("authimap*", "mod_auth_imap", "logs users in by IMAP", AccessWords::always),
            row(List.of("tktauth*", "authtkt*"), "mod_auth_tkt", "logs users in by tickets", AccessWords::always),
            row("authjwt*", "mod_authnz_jwt", "checks JSON web tokens", AccessWords::always),
            row("authcookie*", "mod_auth_cookie", "logs users in by cookies", AccessWords::always),
            row("authmemcookie*", "mod_auth_memcookie", "logs users in by cookies", AccessWords::always),
            row("authopenid*", "mod_auth_openid", "logs users in by OpenID", AccessWords::always),
            row(List.of("auth_token*", "authtoken*"), "mod_auth_token", "checks signed URLs", AccessWords::always),
            row(List.of("nssverifyclient", "nssrequiressl", "nssrequire"), "mod_nss", "restricts access by TLS", line -> !first(line).equalsIgnoreCase("none")),
            row(List.of("secruleremove*", "secruleupdate*"), "mod_security", "is an exception from rules", line -> false),
            row(List.of("secrule*", "secaction", "secruleengine", "secremoterules", "secdefaultaction", "secruleinheritance", "secguardian*", "secconn*"), "mod_security",
                    "refuses requests by rules", line -> !first(line).equalsIgnoreCase("off") && !first(line).equalsIgnoreCase("detectiononly")),
            row(List.of("modsecurity", "modsecurity_rules*"), "mod_security", "refuses requests by rules", line -> !first(line).equalsIgnoreCase("off")),
            row("sec*", "mod_security", "is a setting of a firewall", line -> false),
            row("qs_*", "mod_qos", "limits requests and connections", AccessWords::always),
            row("dos*", "mod_evasive", "refuses clients with too many requests", AccessWords::always),
            row(List.of("maxconnperip", "noiplimit", "onlyiplimit"), "mod_limitipconn", "limits connections of a client", AccessWords::always),
            row(List.of("geoipenable", "maxminddbenable"), "mod_maxminddb", "sets variables for the country of the client, on which access may depend", line -> first(line).equalsIgnoreCase("on")),
            row(List.of("geoip*", "maxmind*"), "mod_maxminddb", "is a setting of GeoIP", line -> false),
            row("allowmethods", "mod_allowmethods", "refuses other methods", line -> !first(line).equalsIgnoreCase("reset")),
            row(List.of("luahookaccesschecker", "luahookauthchecker", "luahookcheckuserid", "luaauthzprovider"), "mod_lua", "decides about access by a script", AccessWords::always),
            row(List.of("perlaccesshandler", "perlauthenhandler", "perlauthzhandler"), "mod_perl", "decides about access by a script", AccessWords::always),
            row(List.of("wsgiaccessscript", "wsgiauthuserscript", "wsgiauthgroupscript"), "mod_wsgi", "decides about access by a script", AccessWords::always),
            row(List.of("pythonaccesshandler", "pythonauthenhandler", "pythonauthzhandler"), "mod_python", "decides about access by a script", AccessWords::always),
            row("use", "mod_macro", "inserts the lines of a macro that is not known here, and they may restrict access", AccessWords::always));

    private AccessWords() { }

    private static Row row(String name, String module, String does, Predicate<Line> restricts) {
        return row(List.of(name), module, does, restricts);
    }

    private static Row row(List<String> names, String module, String does, Predicate<Line> restricts) {
        return new Row(new NamePatterns(names), module, does, restricts);
    }

    private static boolean always(Line line) {
        return true;
    }

    private static String first(Line line) {
        return line.count() == 0 ? "" : line.argument(0).text();
    }

    /** The row of the directive, if the list has it. */
    public static Optional<Found> find(Line line) {
        String name = line.name().text().toLowerCase(Locale.ROOT);
        return ROWS.stream().filter(row -> row.names.match(name)).findFirst().map(row -> new Found(row.module, row.does, row.restricts.test(line)));
    }

    /** Whether {@code line} restricts access in httpd, whether obeyed here or not. */
    static boolean restrict(Line line) {
        String rest = line.rest().strip().toLowerCase(Locale.ROOT);
        if (line.name().is("Require")) return !rest.equals("all granted");
        if (line.name().is("Deny")) return true;
        if (line.name().is("Order")) return !rest.equals("deny,allow");
        return find(line).filter(Found::restricts).isPresent();
    }
}
