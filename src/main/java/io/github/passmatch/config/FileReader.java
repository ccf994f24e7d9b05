package io.github.passmatch.config;

import io.github.passmatch.config.access.AccessLines;
import io.github.passmatch.config.access.AccessSections;
import io.github.passmatch.config.access.ProviderAliases;
import io.github.passmatch.config.directive.Directive;
import io.github.passmatch.config.directive.Directives;
import io.github.passmatch.config.directive.MacroLines;
import io.github.passmatch.config.directive.OtherLines;
import io.github.passmatch.config.directive.ProxySetLines;
import io.github.passmatch.config.draft.ConfigDraft;
import io.github.passmatch.config.draft.Inclusion;
import io.github.passmatch.config.draft.LineContext;
import io.github.passmatch.config.draft.SectionDraft;
import io.github.passmatch.config.draft.ServerDraft;
import io.github.passmatch.config.problem.ConfigSource;
import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.OddCharacters;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.Lexer;
import io.github.passmatch.config.text.Line;
import io.github.passmatch.rules.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads the lines and sections of one file, and passes each directive to its handler. */
final class FileReader implements Inclusion {

    /** How the lines of a section are handled. */
    private enum Mode {
        /** The lines are read. */
        READ,
        /** The lines are ignored without a message, as in httpd. */
        SKIPPED,
        /** A section that concerns httpd only; a ProxyPass in it is an error, as in httpd, and so is a line that restricts access. */
        HTTPD_ONLY,
        /** A section of files, which Passmatch does not serve; a ProxyPass in it is an error, as in httpd. */
        FILES
    }

    /** @param end what to do at the end of the section */
    private record OpenSection(SectionHeader header, Mode mode, LineContext context, Runnable end) {

        OpenSection(SectionHeader header, Mode mode, LineContext context) {
            this(header, mode, context, () -> { });
        }

        String name() {
            return header.name();
        }
    }

    private static final Set<String> OF_FILES = Set.of("directory", "directorymatch", "files", "filesmatch");

    private final ConfigDraft config;
    private final Problems problems;
    private final ConfigSource source;
    private final int depth;
    private final Deque<OpenSection> open = new ArrayDeque<>();
    private final LineContext start;
    private Lexer lexer;
    private final Set<Place> reported = new HashSet<>();

    /** Reads the first file of a configuration. */
    FileReader(ConfigSource source, ConfigDraft config) {
        this(source, config, config.main, Optional.empty(), 1);
    }

    private FileReader(ConfigSource source, ConfigDraft config, ServerDraft server, Optional<SectionDraft> section, int depth) {
        this.config = config;
        this.problems = config.problems;
        this.source = source;
        this.depth = depth;
        this.start = new LineContext(server, section, this);
    }

    /** Number of nested files, this one included. */
    @Override
    public int depth() {
        return depth;
    }

    /** The directory for relative file names. */
    @Override
    public Path directory() {
        return source.directory();
    }

    /** Reads another file in the place of the present line; a section must end in the file in which it begins. */
    @Override
    public void include(Path file) throws IOException {
        read(ConfigSource.file(file));
    }

    @Override
    public void read(ConfigSource other) {
        LineContext context = context();
        new FileReader(other, config, context.server(), context.section(), depth + 1).readAll();
    }

    void readAll() {
        if (OddCharacters.refuse(source, problems)) return;
        problems.add(source);
        if (!source.isFinished()) config.stamps.addUnfinished();
        lexer = new Lexer(source, config.variables, problems, name -> Directives.find(name) != null);
        for (Optional<Line> line = lexer.next(); line.isPresent(); line = lexer.next()) {
            String name = line.get().name().text();
            if (name.startsWith("</")) close(line.get());
            else if (name.startsWith("<")) open(line.get());
            else directive(line.get());
        }
        open.forEach(this::neverClosed);
    }

    /** As in httpd, a condition that is true needs no end before the end of the file. */
    private void neverClosed(OpenSection section) {
        String message = "<" + section.name() + "> is never closed";
        String cure = "write </" + section.name() + "> after the last line of the section";
        if (section.header().isCondition() && section.mode() == Mode.READ) problems.warn(Finding.DOUBTFUL, section.header().place(), message, cure);
        else problems.error(section.header().place(), message, cure);
    }

    private LineContext context() {
        return open.isEmpty() ? start : open.peek().context();
    }

    private Mode mode() {
        return open.isEmpty() ? Mode.READ : open.peek().mode();
    }

    private void open(Line line) {
        SectionHeader header = SectionHeader.of(line, problems);
        if (mode() != Mode.READ) {
            open.push(new OpenSection(header, mode(), context()));
        } else if (header.isCondition()) {
            open.push(new OpenSection(header, header.holds(config) ? Mode.READ : Mode.SKIPPED, context()));
        } else if (header.is("VirtualHost")) {
            open.push(new OpenSection(header, Mode.READ, hostContext(header)));
        } else if (header.is("Macro")) {
            MacroLines.define(line.place(), header.arguments(), lexer.rawSection("Macro"), config);
        } else if (ConditionalSections.isOne(header)) {
            openInside(header, ConditionalSections.open(header, context(), config));
        } else if (ProviderAliases.isOne(header.name(), header.arguments())) {
            LineContext inside = ProviderAliases.open(header.name(), line.place(), line.end(), header.arguments(), context());
            open.push(new OpenSection(header, Mode.READ, inside, () -> ProviderAliases.close(header.name(), header.arguments(), inside)));
        } else if (header.kind().isPresent() && (config.standalone || !isOfFiles(header))) {
            openInside(header, sectionContext(header));
        } else if (AccessSections.isOne(header.name())) {
            open.push(new OpenSection(header, Mode.READ, context(), AccessSections.open(header.name(), line.place(), line.end(), header.arguments(), context())));
        } else {
            problems.note(line.place(), "<" + header.name() + " … concerns httpd only and is ignored with its contents", header.is("AuthzProviderAlias") ? "write its condition in place of its name after Require" : "");
            open.push(new OpenSection(header, isOfFiles(header) ? Mode.FILES : Mode.HTTPD_ONLY, context()));
        }
    }

    private static boolean isOfFiles(SectionHeader header) {
        return OF_FILES.contains(header.name().toLowerCase(Locale.ROOT));
    }

    /** @param inside the context for the lines of the section; empty after an error was reported */
    private void openInside(SectionHeader header, Optional<LineContext> inside) {
        open.push(new OpenSection(header, inside.isPresent() ? Mode.READ : Mode.SKIPPED, inside.orElse(context())));
    }

    private LineContext hostContext(SectionHeader header) {
        if (context().server() != config.main || context().section().isPresent())
            problems.error(header.place(), "<VirtualHost> is not allowed in another section", "close the outer section first");
        ServerDraft host = config.newHost();
        host.addresses.addAll(header.addresses(problems));
        return new LineContext(host, Optional.empty(), this);
    }

    /** Empty if the header is not valid: then only the header is reported, and the contents of the section are skipped. */
    private Optional<LineContext> sectionContext(SectionHeader header) {
        boolean filesInDirectory = isOfFiles(header) && !header.kind().orElseThrow().ofDirectories() && context().section().filter(outer -> outer.kind.ofDirectories()).isPresent();
        if (context().section().isPresent() && !filesInDirectory) problems.error(header.place(), "<" + header.name() + "> is not allowed in " + context().section().get().kind, "close the outer section first");
        ServerDraft server = context().server();
        Optional<SectionDraft> section = header.section(config);
        section.ifPresent((filesInDirectory ? context().section().orElseThrow().files : server.sections)::add);
        section.filter(draft -> draft.kind == SectionDraft.Kind.PROXY && !header.parameters().isEmpty())
                .ifPresent(draft -> ProxySetLines.add(draft.argument, header.parameters(), true, context()));
        return section.map(draft -> new LineContext(server, Optional.of(draft), this));
    }

    private void close(Line line) {
        String name = line.name().text().substring(2).replaceFirst(">$", "").strip();
        if (open.isEmpty()) problems.error(line.place(), "</" + name + "> closes nothing", "");
        else if (!open.peek().name().equalsIgnoreCase(name)) problems.error(line.place(), "</" + name + "> does not close <" + closed().name() + ">", "close sections in the reverse order of opening");
        else closed();
    }

    private OpenSection closed() {
        OpenSection section = open.pop();
        section.end().run();
        return section;
    }

    private void directive(Line line) {
        Directive directive = Directives.find(line.name().text());
        switch (mode()) {
            case SKIPPED -> {
                if (Placement.isProxyPass(line)) skippedRule();
                skippedRestriction(line);
            }
            case HTTPD_ONLY, FILES -> {
                if (mode() == Mode.HTTPD_ONLY) AccessLines.reportUnread(line, open.peek().name(), context());
                if (Placement.isProxyPass(line)) problems.error(line.place(), line.name().text() + " is not allowed in <" + open.peek().name() + ">", "put it outside of all sections");
            }
            case READ -> {
                if (directive == null) OtherLines.read(line, context());
                else if (Placement.allows(directive, line, context())) read(directive, line);
            }
        }
    }

    /** The outermost section that is skipped. */
    private OpenSection skipped() {
        OpenSection outermost = null;
        for (OpenSection section : open) if (section.mode() == Mode.SKIPPED) outermost = section;
        return outermost;
    }

    /** Reported once for each section. */
    private void skippedRule() {
        OpenSection outermost = skipped();
        if (!reported.add(outermost.header().place())) return;
        problems.warn(Finding.SKIPPED_RULES, outermost.header().place(), "the rules in this <" + outermost.name() + "> are skipped, because its condition is false",
                outermost.name().equalsIgnoreCase("IfModule") ? "a module counts as loaded if Passmatch does the work of the module or a LoadModule line names it; remove <IfModule> and </IfModule> if the rules are intended" : "");
    }

    /** A module that is not named in the file may be loaded by another file of httpd, and then its lines restrict access. */
    private void skippedRestriction(Line line) {
        SectionHeader header = skipped().header();
        boolean ofFiles = open.stream().anyMatch(section -> isOfFiles(section.header()));
        if (header.isOfOtherModule()) AccessLines.reportSkipped(line, "<IfModule " + header.arguments().get(0).text() + ">", ofFiles, context());
    }

    private void read(Directive directive, Line line) {
        context().scope().directivePlaces.put(directive.name(), line.place());
        directive.handler().read(line, context());
    }
}
