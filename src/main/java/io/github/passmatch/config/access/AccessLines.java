package io.github.passmatch.config.access;

import io.github.passmatch.config.draft.AccessDraft;
import io.github.passmatch.config.draft.LineContext;
import io.github.passmatch.config.draft.UnobeyedLine;
import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.text.Line;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.access.AccessPolicy.Merging;
import io.github.passmatch.rules.access.ClientDomain;
import io.github.passmatch.rules.access.HostAccess;
import io.github.passmatch.rules.access.HostAccess.Clients;
import io.github.passmatch.rules.access.HostAccess.Order;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the lines that restrict access, except {@code Require}. */
public final class AccessLines {

    static final String CURE = "let the container, another proxy or the upstream do this, and write PassmatchAccessControl Elsewhere";
    private static final Map<String, Order> ORDERS = Map.of("allow,deny", Order.ALLOW_DENY, "deny,allow", Order.DENY_ALLOW, "mutual-failure", Order.MUTUAL_FAILURE);

    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9._-]+");

    private AccessLines() { }

    public static void order(Line line, LineContext context) {
        AccessDraft access = access(line, context);
        Order order = line.count() == 1 ? ORDERS.get(line.argument(0).text().toLowerCase(Locale.ROOT)) : null;
        if (order == null) {
            context.problems().error(line.count() == 0 ? line.end() : line.argument(0).place(), "Order takes Allow,Deny or Deny,Allow or Mutual-failure", "write no space after the comma");
            return;
        }
        access.orders.add(new HostAccess.OrderLine(line.place(), order, access.methods()));
    }

    public static void satisfy(Line line, LineContext context) {
        AccessDraft access = access(line, context);
        line.onlyArgument(context.problems()).flatMap(value -> value.oneOf(List.of("Any", "All")))
                .ifPresent(word -> access.satisfy.add(new HostAccess.SatisfyLine(line.place(), word.equals("Any"), access.methods())));
    }

    public static void allow(Line line, LineContext context) {
        entries(line, access(line, context).allows, context);
    }

    public static void deny(Line line, LineContext context) {
        entries(line, access(line, context).denies, context);
    }

    private static AccessDraft access(Line line, LineContext context) {
        context.scope().access.hostLine(line.place());
        return context.scope().access;
    }

    private static void entries(Line line, List<HostAccess.Entry> entries, LineContext context) {
        String name = line.name().text();
        if (line.count() < 2 || !line.argument(0).is("from")) {
            context.problems().error(line.count() == 0 ? line.end() : line.argument(0).place(), name + " takes from, and addresses, networks, env=variable or all", "write " + name + " from 10.0.0.0/8");
            return;
        }
        for (Word word : line.arguments().subList(1, line.count()))
            clients(word, line, context).ifPresent(clients -> entries.add(new HostAccess.Entry(word.place(), name + " from " + word.text(), clients, context.scope().access.methods())));
    }

    private static Optional<Clients> clients(Word word, Line line, LineContext context) {
        String text = word.text();
        if (text.regionMatches(true, 0, "env=", 0, 4)) {
            boolean absent = text.startsWith("!", 4);
            return Optional.of(new Clients.Variable(text.substring(absent ? 5 : 4), absent));
        }
        if (word.is("all")) return Optional.of(new Clients.Everybody());
        if (word.is("none")) return Optional.of(new Clients.Nobody());
        if (word.isComment()) {
            context.problems().error(word.place(), "a comment is not allowed here", Word.NO_COMMENT);
            return Optional.empty();
        }
        if (ClientNetworks.looksLikeAddress(text)) return ClientNetworks.read(word, context.problems()).map(Clients.In::new);
        return clientName(word, line, context).map(name -> new Clients.Named(new ClientDomain(name)));
    }

    /** A name for which names of clients are looked up. Empty after an error was reported: a text that no client can have as its name is a mistake. */
    static Optional<String> clientName(Word word, Line line, LineContext context) {
        String name = line.name().text();
        boolean required = line.name().is("Require");
        if (!HOST_NAME.matcher(word.text()).matches()) {
            unobeyed(line, word.text(), name + " with \"" + word.text() + "\" is not obeyed: a client cannot have this name",
                    word.text().contains(",") ? ClientNetworks.NO_COMMAS : word.isComment() ? Word.NO_COMMENT : "write names and ends of names, for example .example.org, or addresses", context);
            return Optional.empty();
        }
        context.problems().note(Finding.CLIENT_NAME, word.place(), "\"" + word.text() + "\": names are looked up for each new client address, and whoever controls the DNS decides about access",
                word.is("localhost") ? "write " + (required ? "Require local" : name + " from 127.0.0.1 ::1") : "if possible, write addresses or networks: " + (required ? "Require ip" : name + " from") + " 10.0.0.0/8");
        return Optional.of(word.text());
    }

    public static void trace(Line line, LineContext context) {
        line.onlyArgument(context.problems()).flatMap(value -> value.oneOf(List.of("On", "Off", "Extended"))).ifPresent(word -> context.server().refusesTrace = Optional.of(word.equals("Off")));
    }

    public static void merging(Line line, LineContext context) {
        line.onlyArgument(context.problems()).flatMap(value -> value.oneOf(List.of("Off", "And", "Or")))
                .ifPresent(word -> context.scope().access.merging = Optional.of(Merging.valueOf(word.toUpperCase(Locale.ROOT))));
    }

    public static void elsewhere(Line line, LineContext context) {
        line.onlyArgument(context.problems()).flatMap(value -> value.oneOf(List.of("Elsewhere"))).ifPresent(word -> context.scope().access.elsewhere = true);
    }

    /** Reports a line of {@link AccessWords}. Returns whether the line is one. */
    public static boolean report(Line line, LineContext context) {
        Optional<AccessWords.Found> found = AccessWords.find(line);
        if (found.isEmpty()) return false;
        AccessWords.Found word = found.get();
        if (word.restricts()) unobeyed(line, word.module(), line.name().text() + " is not obeyed: in httpd, " + word.module() + " " + word.does(), CURE, context);
        else line.noteIgnored(context.problems());
        return true;
    }

    /** Reports a line that restricts access in a section whose lines are not read. */
    public static void reportUnread(Line line, String section, LineContext context) {
        if (AccessWords.restrict(line))
            unobeyed(line, section, line.name().text() + " is not obeyed in <" + section + ">", "write the line outside of <" + section + ">, or let something else restrict access, and write PassmatchAccessControl Elsewhere", context);
    }

    /** Reports a line in a section that is skipped, because no line says that httpd has the module. */
    public static void reportSkipped(Line line, String section, boolean ofFiles, LineContext context) {
        List<UnobeyedLine> skipped = ofFiles ? context.config().skippedFileRestrictions : context.config().skippedRestrictions;
        if (AccessWords.restrict(line)) skipped.add(new UnobeyedLine(context, Finding.ACCESS_NOT_OBEYED, line.place(), line.name().text(), section,
                line.name().text() + " in " + section + " is skipped, and no line says whether httpd has the module",
                "if httpd has the module, remove only the lines " + section + " and </IfModule>; if not, remove the whole section; or let something else restrict access, and write PassmatchAccessControl Elsewhere"));
    }

    /** {@code SSLEngine} and {@code NSSEngine}: TLS to clients, which a servlet container does. Returns whether the line switches TLS on. */
    public static boolean tls(Line line, LineContext context) {
        boolean on = (line.name().is("SSLEngine") || line.name().is("NSSEngine")) && line.count() > 0 && !line.argument(0).is("off");
        if (!on) return false;
        String name = line.name().text() + " " + line.argument(0).text();
        if (context.config().standalone) context.config().unobeyed.add(new UnobeyedLine(context, Finding.TLS_TO_CLIENTS, line.place(), line.name().text(), "TLS",
                name + " is not obeyed, so the port would be plain HTTP", "write SSLEngine on and SSLCertificateFile"));
        else context.problems().note(Finding.TLS_TO_CLIENTS, line.place(), name + " is not obeyed: the servlet container does TLS to clients", "");
        return true;
    }

    static void unobeyed(Line line, String subject, String message, String hint, LineContext context) {
        context.config().unobeyed.add(new UnobeyedLine(context, Finding.ACCESS_NOT_OBEYED, line.place(), line.name().text(), subject, message, hint));
    }
}
