package io.github.passmatch.config.directive;

import io.github.passmatch.config.draft.LineContext;
import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.Line;
import io.github.passmatch.config.text.NamePatterns;
import java.util.List;
import java.util.Locale;

/** Lists the directives that change responses in httpd and have no effect here, and those of modules that do not belong to httpd. All other directives of httpd that are not obeyed are harmless. */
final class IgnoredWords {

    private static final String FILTER_CURE = "let the upstream or the container do this";
    private static final String PROGRAM_CURE = "run the application with its own server, and forward to the server";

    /** Directives that name files for responses. Whether they matter depends on the rules. */
    private static final List<String> FILES = List.of("documentroot", "alias", "aliasmatch", "scriptalias", "scriptaliasmatch", "userdir", "virtualdocumentroot", "virtualdocumentrootip", "virtualscriptalias",
            "virtualscriptaliasip", "fallbackresource", "dav", "cgimapextension");

    /**
     * One row.
     *
     * @param names    the directives
     * @param what     what the lines do in httpd
     * @param cure     what helps; may be empty
     * @param harmless whether the lines change no response
     */
    private record Row(NamePatterns names, String what, String cure, boolean harmless) { }

    private static final List<Row> OF_HTTPD = List.of(
            changes("mod_substitute changes bodies", FILTER_CURE, "substitute"),
            changes("mod_proxy_html changes links in bodies", FILTER_CURE, "proxyhtml*", "xml2*"),
            changes("mod_sed changes bodies", FILTER_CURE, "outputsed", "inputsed"),
            changes("mod_ext_filter changes bodies", FILTER_CURE, "extfilter*"),
            changes("mod_expires adds Expires and Cache-Control fields", "write Header set Cache-Control", "expiresactive", "expiresbytype", "expiresdefault"),
            changes("AddDefaultCharset adds a charset to the type of texts", "write Header edit Content-Type", "adddefaultcharset"),
            changes("mod_lua answers requests by a script", PROGRAM_CURE, "luamap*", "luahook*"),
            changes("mod_proxy_express chooses upstreams by a table", "write one rule for each host", "proxyexpressenable"),
            changes("mod_ratelimit slows responses down", "let the container or another proxy do this", "ratelimit*"));

    private static final List<Row> OF_OTHERS = List.of(
            changes("mod_wsgi runs Python applications", PROGRAM_CURE, "wsgi*"),
            changes("Passenger runs Ruby, Python and Node.js applications", PROGRAM_CURE, "passenger*", "rails*", "rack*"),
            changes("mod_perl runs Perl programs", PROGRAM_CURE, "perl*"),
            changes("mod_python runs Python programs", PROGRAM_CURE, "python*"),
            changes("mod_fcgid and mod_fastcgi run programs", PROGRAM_CURE, "fcgid*", "fastcgi*"),
            changes("mod_jk forwards requests to Tomcat with AJP", "write ProxyPass with the address of the HTTP connector of Tomcat", "jk*"),
            changes("mod_dav_svn serves Subversion repositories", "", "svn*"),
            changes("PageSpeed changes bodies", FILTER_CURE, "modpagespeed*"),
            changes("mod_xsendfile sends files that the upstream names", "", "xsendfile*"),
            changes("mod_rpaf takes the address of the client from a field", "write RemoteIPHeader and RemoteIPInternalProxy", "rpaf*"),
            changes("mod_cloudflare takes the address of the client from a field", "write RemoteIPHeader CF-Connecting-IP and RemoteIPTrustedProxy", "cloudflareremoteip*"),
            harmless("mod_php", "php_*"),
            harmless("mod_nss", "nss*"),
            harmless("httpd 2.2", "mcache*", "cachesize", "cachegcinterval", "cacheforcecompletion"),
            harmless("httpd 2.2", "sslmutex", "lockfile", "acceptmutex", "namevirtualhost", "defaulttype", "startthreads", "minspareservers", "maxspareservers", "minsparethreads", "scoreboardfile", "usecanonicalport"));

    private IgnoredWords() { }

    private static Row changes(String what, String cure, String... names) {
        return new Row(new NamePatterns(List.of(names)), what, cure, false);
    }

    private static Row harmless(String what, String... names) {
        return new Row(new NamePatterns(List.of(names)), what, "", true);
    }

    /** Reports a directive of httpd that is not obeyed. */
    static void ofHttpd(Line line, LineContext context) {
        String name = line.name().text().toLowerCase(Locale.ROOT);
        if (FILES.contains(name) && !namesNoFiles(line)) context.server().files.add(line);
        else if (name.equals("options") && includes(line)) unchangedBodies(line, context.problems());
        else if (name.equals("sethandler")) handler(line, context.problems());
        else if (name.endsWith("outputfilter") || name.equals("addoutputfilterbytype") || name.equals("setinputfilter")) filter(line, context.problems());
        else if (OF_HTTPD.stream().noneMatch(row -> reported(row, name, line, context.problems())) && !ofAnotherModule(line, context.problems())) line.noteIgnored(context.problems());
    }

    /** {@code Options} outside of sections for files. */
    static void options(Line line, LineContext context) {
        if (includes(line) && context.section().filter(section -> section.kind.ofFiles()).isEmpty()) unchangedBodies(line, context.problems());
    }

    private static boolean includes(Line line) {
        return line.arguments().stream().anyMatch(word -> word.text().matches("(?i)\\+?Includes(NoExec)?"));
    }

    private static boolean namesNoFiles(Line line) {
        return line.count() > 0 && (line.argument(0).is("disabled") || line.argument(0).is("off") || line.argument(0).is("none"));
    }

    /** Reports a directive of a module that does not belong to httpd. Returns whether this is one. */
    static boolean ofAnotherModule(Line line, Problems problems) {
        String name = line.name().text().toLowerCase(Locale.ROOT);
        return OF_OTHERS.stream().anyMatch(row -> reported(row, name, line, problems));
    }

    /** One warning for all lines of a row: they belong together. */
    private static boolean reported(Row row, String name, Line line, Problems problems) {
        if (!row.names.match(name)) return false;
        boolean off = line.count() > 0 && line.argument(0).is("off");
        String effect = line.name().text() + " has no effect";
        if (row.harmless || off) line.noteIgnored(problems);
        else if (!problems.warnOnce(Finding.NOT_IN_FORCE, line.place(), "in httpd, " + row.what + "; here " + effect, row.cure, row.what)) problems.note(line.place(), effect, "");
        return true;
    }

    private static void handler(Line line, Problems problems) {
        String handler = line.count() > 0 ? line.argument(0).text() : "";
        List<String> pages = List.of("none", "default-handler", "server-status", "server-info", "ldap-status", "default");
        if (handler.startsWith("proxy:")) problems.warn(Finding.NOT_IN_FORCE, line.place(), "SetHandler has no effect here, so nothing is forwarded to " + handler.substring(6), handler.contains("http") ? "write ProxyPass" : "");
        else if (pages.contains(handler.toLowerCase(Locale.ROOT))) line.noteIgnored(problems);
        else problems.warn(Finding.NOT_IN_FORCE, line.place(), "SetHandler " + handler + " has no effect here", "");
    }

    /** Compression is left to the container; INCLUDES does nothing without Options Includes. */
    private static void filter(Line line, Problems problems) {
        boolean compresses = line.count() > 0 && line.argument(0).text().toUpperCase(Locale.ROOT).matches("(DEFLATE|BROTLI_COMPRESS|INCLUDES|;)+");
        if (compresses) line.noteIgnored(problems);
        else unchangedBodies(line, problems);
    }

    private static void unchangedBodies(Line line, Problems problems) {
        problems.warn(Finding.NOT_IN_FORCE, line.place(), line.name().text() + " has no effect: bodies are passed on unchanged", FILTER_CURE);
    }
}
