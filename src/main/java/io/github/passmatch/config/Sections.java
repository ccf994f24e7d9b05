package io.github.passmatch.config;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Walks through the lines and their sections, and gives each directive to whom it belongs. */
final class Sections {

    /** What is done with the lines of a section. */
    private enum Mode {
        /** As if the section were not there. */
        TAKEN,
        /** Passed over without a word: httpd would not read them either. */
        SKIPPED,
        /** Httpd's own business; a ProxyPass in it is an error, as in httpd. */
        NOT_OURS,
        /** A meaning that this version does not have. */
        NOT_YET
    }

    private record Open(String name, Word header, Mode mode) { }

    private static final Set<String> CONDITIONS = Set.of("ifmodule", "ifdefine", "ifversion", "iffile", "ifdirective", "ifsection");
    private static final Set<String> NOT_YET = Set.of("location", "locationmatch", "proxy", "proxymatch");
    /** Would change what the proxy does, if this version had it. */
    private static final List<String> PROXY_FAMILY = List.of("ProxyErrorOverride", "ProxyPassReverseCookiePath", "ProxyPassReverseCookieDomain", "ProxyPassInterpolateEnv", "ProxyPassInherit",
            "ProxySet", "BalancerMember", "RequestHeader", "Header", "ProxyDomain", "ProxyStatus", "BalancerGrowth", "BalancerInherit", "BalancerPersist",
            "ErrorDocument");

    private final Lexer lexer;
    private final ServerDraft draft;
    private final Problems problems;
    private final Deque<Open> open = new ArrayDeque<>();
    private int virtualHosts;

    Sections(Lexer lexer, ServerDraft draft) {
        this.lexer = lexer;
        this.draft = draft;
        this.problems = draft.problems;
    }

    void readAll() {
        for (Optional<Line> line = lexer.next(); line.isPresent(); line = lexer.next()) {
            String name = line.get().name().text();
            if (name.startsWith("</")) close(line.get());
            else if (name.startsWith("<")) open(line.get());
            else directive(line.get());
        }
        for (Open section : open) problems.error(section.header().place(), "<" + section.name() + "> is never closed", "write </" + section.name() + "> behind its last line");
    }

    private Mode mode() {
        return open.isEmpty() ? Mode.TAKEN : open.peek().mode();
    }

    private void open(Line line) {
        String name = line.name().text().substring(1).replaceFirst(">$", "");
        String header = (line.name().text() + " " + line.rest()).strip();
        if (!header.endsWith(">")) problems.error(line.place(), "<" + name + " has no closing >", "write it at the end of the line");
        String argument = line.rest().replaceFirst(">$", "").strip();
        if (!KnownNames.contains(name)) problems.error(line.place(), "unknown section <" + name + ">", Hints.didYouMean(name, KnownNames.all()));
        open.push(new Open(name, line.name(), modeOf(name.toLowerCase(Locale.ROOT), argument, line)));
    }

    private Mode modeOf(String name, String argument, Line line) {
        if (mode() != Mode.TAKEN) return mode();
        if (CONDITIONS.contains(name)) return holds(name, argument) ? Mode.TAKEN : Mode.SKIPPED;
        if (NOT_YET.contains(name)) return Mode.NOT_YET;
        if (!name.equals("virtualhost")) {
            problems.note(line.place(), "<" + line.name().text().substring(1) + " … is httpd's own business and ignored with its contents", "");
            return Mode.NOT_OURS;
        }
        if (++virtualHosts == 2)
            problems.warn(line.place(), "several <VirtualHost> sections: this version does not tell hosts apart and takes the rules of all of them, in order", "keep one host to a file");
        return Mode.TAKEN;
    }

    /** As httpd would find it with its proxy modules loaded. */
    private boolean holds(String name, String argument) {
        boolean negated = argument.startsWith("!");
        String what = argument.replaceAll("[!\"']", "");
        boolean holds = !name.equals("ifdefine") || draft.variables.isDefined(what);
        return holds != negated;
    }

    private void close(Line line) {
        String name = line.name().text().substring(2).replaceFirst(">$", "").strip();
        if (open.isEmpty()) problems.error(line.place(), "</" + name + "> closes nothing", "");
        else if (!open.peek().name().equalsIgnoreCase(name)) problems.error(line.place(), "</" + name + "> stands where </" + open.pop().name() + "> is due", "");
        else open.pop();
    }

    private void directive(Line line) {
        String name = line.name().text();
        Directive directive = Directives.find(name);
        switch (mode()) {
            case SKIPPED -> { }
            case NOT_OURS -> {
                if (isProxyPass(name)) problems.error(line.place(), name + " cannot stand in <" + open.peek().name() + ">", "put it outside of all sections");
            }
            case NOT_YET -> inSection(line, directive);
            case TAKEN -> {
                if (directive != null) directive.handler().take(line, draft);
                else notOurs(line);
            }
        }
    }

    private static boolean isProxyPass(String name) {
        return name.equalsIgnoreCase("ProxyPass") || name.equalsIgnoreCase("ProxyPassMatch");
    }

    private void inSection(Line line, Directive directive) {
        String name = line.name().text();
        String section = "<" + open.peek().name() + ">";
        if (directive != null || name.equalsIgnoreCase("ProxySet") || name.equalsIgnoreCase("BalancerMember"))
            problems.error(line.place(), name + " in " + section + " is not supported by this version", isProxyPass(name) || name.equalsIgnoreCase("ProxyPassReverse")
                    ? "put it outside of all sections, with the path as its first argument" : "put it outside of all sections; it then holds for all rules");
        else notOurs(line);
    }

    private void notOurs(Line line) {
        String name = line.name().text();
        if (name.equalsIgnoreCase("Include")) problems.error(line.place(), "Include is not supported by this version", "put the lines of that file here");
        else if (name.equalsIgnoreCase("RewriteRule")) RewriteAdvice.of(line, problems);
        else if (name.equalsIgnoreCase("ProxyRequests")) proxyRequests(line);
        else if (isFamily(name)) problems.warn(line.place(), name + " is recognised, but not in force in this version", "");
        else if (KnownNames.contains(name)) problems.note(line.place(), name + " is httpd's own business and ignored", "");
        else unknown(line);
    }

    private static boolean isFamily(String name) {
        return PROXY_FAMILY.stream().anyMatch(name::equalsIgnoreCase) || name.toLowerCase(Locale.ROOT).startsWith("sslproxy") || name.equalsIgnoreCase("IncludeOptional");
    }

    private void proxyRequests(Line line) {
        boolean on = line.count() > 0 && line.argument(0).is("on");
        if (on) problems.warn(line.place(), "ProxyRequests On makes httpd a forward proxy, which this is not; the line has no effect", "a reverse proxy never needs it");
    }

    private void unknown(Line line) {
        String name = line.name().text();
        List<String> ours = Directives.all().stream().map(Directive::name).toList();
        String hint = Hints.didYouMean(name, ours);
        problems.error(line.place(), "unknown directive \"" + name + "\"", hint.isEmpty() ? Hints.didYouMean(name, KnownNames.all()) : hint);
    }
}
