package io.github.passmatch.config;

import io.github.passmatch.config.directive.Directive;
import io.github.passmatch.config.directive.Directives;
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
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Walks through the lines and sections of one file, and passes each directive to the class that reads it. */
final class FileReader implements Inclusion {

    /** What is done with the lines of a section. */
    private enum Mode {
        /** As if the section were not there, or with its draft. */
        TAKEN,
        /** Passed over without a word: httpd would not read them either. */
        SKIPPED,
        /** A section that concerns httpd only; a ProxyPass in it is an error, as in httpd. */
        NOT_OURS
    }

    private record Open(String name, Word header, Mode mode, LineContext inside) { }

    private final ConfigDraft config;
    private final Problems problems;
    private final ConfigSource source;
    private final int depth;
    private final Deque<Open> open = new ArrayDeque<>();
    private final LineContext start;
    private final Set<Place> told = new HashSet<>();

    /** Reads a configuration's first file. */
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

    /** How many files lead to this one, itself counted. */
    @Override
    public int depth() {
        return depth;
    }

    /** Where relative file names begin. */
    @Override
    public Path directory() {
        return source.directory();
    }

    /** Reads another file as if its lines stood here; sections must end in the file in which they begin. */
    @Override
    public void include(Path file) throws IOException {
        LineContext here = here();
        new FileReader(ConfigSource.file(file), config, here.server(), here.section(), depth + 1).readAll();
    }

    void readAll() {
        if (OddCharacters.refuse(source, problems)) return;
        problems.add(source);
        if (!source.isFinished()) config.stamps.addUnfinished();
        Lexer lexer = new Lexer(source, config.variables, problems, name -> Directives.find(name) != null);
        for (Optional<Line> line = lexer.next(); line.isPresent(); line = lexer.next()) {
            String name = line.get().name().text();
            if (name.startsWith("</")) close(line.get());
            else if (name.startsWith("<")) open(line.get());
            else directive(line.get());
        }
        for (Open section : open) problems.error(section.header().place(), "<" + section.name() + "> is never closed", "write </" + section.name() + "> after the last line of the section");
    }

    private LineContext here() {
        return open.isEmpty() ? start : open.peek().inside();
    }

    private Mode mode() {
        return open.isEmpty() ? Mode.TAKEN : open.peek().mode();
    }

    private void open(Line line) {
        SectionHeader header = SectionHeader.of(line, problems);
        if (mode() != Mode.TAKEN) {
            open.push(new Open(header.name(), line.name(), mode(), here()));
        } else if (header.isCondition()) {
            open.push(new Open(header.name(), line.name(), header.holds(config) ? Mode.TAKEN : Mode.SKIPPED, here()));
        } else if (header.is("VirtualHost")) {
            open.push(new Open(header.name(), line.name(), Mode.TAKEN, inHost(header)));
        } else if (header.kind().isPresent()) {
            Optional<LineContext> inside = inSection(header);
            open.push(new Open(header.name(), line.name(), inside.isPresent() ? Mode.TAKEN : Mode.SKIPPED, inside.orElse(here())));
        } else {
            problems.note(line.place(), "<" + header.name() + " … concerns httpd only and is ignored with its contents", "");
            open.push(new Open(header.name(), line.name(), Mode.NOT_OURS, here()));
        }
    }

    private LineContext inHost(SectionHeader header) {
        if (here().server() != config.main || here().section().isPresent())
            problems.error(header.place(), "<VirtualHost> is not allowed in another section", "close the outer section first");
        ServerDraft host = config.newHost();
        header.ports().forEach(host.ports::add);
        return new LineContext(host, Optional.empty(), this);
    }

    /** Empty if the header is wrong: then the contents of the section are skipped, and only the header is reported. */
    private Optional<LineContext> inSection(SectionHeader header) {
        if (here().section().isPresent()) problems.error(header.place(), "<" + header.name() + "> is not allowed in " + here().section().get().kind, "close the outer section first");
        ServerDraft server = here().server();
        Optional<SectionDraft> section = header.section(config);
        section.ifPresent(server.sections::add);
        section.filter(draft -> draft.kind == SectionDraft.Kind.PROXY && !header.parameters().isEmpty())
                .ifPresent(draft -> ProxySetLines.add(draft.argument, header.parameters(), true, here()));
        return section.map(draft -> new LineContext(server, Optional.of(draft), this));
    }

    private void close(Line line) {
        String name = line.name().text().substring(2).replaceFirst(">$", "").strip();
        if (open.isEmpty()) problems.error(line.place(), "</" + name + "> closes nothing", "");
        else if (!open.peek().name().equalsIgnoreCase(name)) problems.error(line.place(), "</" + name + "> does not close <" + open.pop().name() + ">", "close sections in the reverse order of opening");
        else open.pop();
    }

    private void directive(Line line) {
        Directive directive = Directives.find(line.name().text());
        switch (mode()) {
            case SKIPPED -> {
                if (isProxyPass(line)) skippedRule();
            }
            case NOT_OURS -> {
                if (isProxyPass(line)) problems.error(line.place(), line.name().text() + " is not allowed in <" + open.peek().name() + ">", "put it outside of all sections");
            }
            case TAKEN -> {
                if (directive == null) OtherLines.take(line, here());
                else if (mayStandHere(directive, line)) take(directive, line);
            }
        }
    }

    /** Said once for each section. */
    private void skippedRule() {
        Open outermost = null;
        for (Open section : open) if (section.mode() == Mode.SKIPPED) outermost = section;
        if (!told.add(outermost.header().place())) return;
        problems.warn(Finding.SKIPPED_RULES, outermost.header().place(), "the rules in this <" + outermost.name() + "> are skipped, because its condition does not hold here",
                outermost.name().equalsIgnoreCase("IfModule") ? "a module counts as loaded if Passmatch does the work of the module or a LoadModule line names it; remove <IfModule> and </IfModule> if the rules are intended" : "");
    }

    private void take(Directive directive, Line line) {
        here().scope().said.put(directive.name(), line.place());
        directive.handler().take(line, here());
    }

    private static boolean isProxyPass(Line line) {
        return line.name().is("ProxyPass") || line.name().is("ProxyPassMatch");
    }

    private boolean mayStandHere(Directive directive, Line line) {
        Optional<SectionDraft.Kind> kind = here().section().map(section -> section.kind);
        boolean may = switch (directive.where()) {
            case ANYWHERE -> true;
            case SERVER -> kind.isEmpty();
            case MAIN -> kind.isEmpty() && here().server() == config.main;
            case PATHS -> kind.isEmpty() || kind.get().ofPaths();
            case TARGETS -> kind.isEmpty() || !kind.get().ofPaths();
        };
        if (!may) problems.error(line.place(), directive.name() + " is not allowed in " + kind.map(Object::toString).orElse("<VirtualHost>"),
                "allowed in: " + directive.where().words());
        return may;
    }
}
