package io.github.passmatch.config;

import io.github.passmatch.config.draft.RuleDraft;
import io.github.passmatch.config.draft.SectionDraft;
import io.github.passmatch.config.draft.ServerDraft;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.rules.file.Alias;
import io.github.passmatch.rules.file.FileMap;
import io.github.passmatch.rules.file.MappedFile;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.server.Section;
import io.github.passmatch.rules.server.ServerFiles;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Builds the files of a server and the sections for them. */
final class FilesBuilder {

    private FilesBuilder() { }

    /** Empty if no line of the server names files. The aliases of a virtual host come before those of the main server, its sections after them. */
    static Optional<ServerFiles> build(ServerDraft server, Map<RuleDraft, Rule> built, Problems problems) {
        Optional<MappedFile> root = server.inherited(from -> from.documentRoot);
        List<Alias> aliases = Stream.concat(Stream.of(server), server.main.stream()).flatMap(from -> from.fileAliases.stream()).toList();
        if (root.isEmpty() && aliases.isEmpty()) return Optional.empty();
        List<SectionDraft> sections = server.joined(from -> from.sections);
        sections.forEach(section -> requireAbsolute(section, problems));
        List<ServerFiles.OfDirectory> directories = sections.stream().filter(section -> section.kind.ofDirectories()).map(section -> directory(section, built)).sorted(ServerFiles.ORDER).toList();
        return Optional.of(new ServerFiles(new FileMap(root, aliases), directories, files(sections, built)));
    }

    /** In httpd, such a section applies to nothing, and the access that it restricts is open. */
    private static void requireAbsolute(SectionDraft section, Problems problems) {
        String path = section.argument.text();
        if (section.kind == SectionDraft.Kind.DIRECTORY && !path.startsWith("/"))
            problems.errorOnce(section.argument.place(), "<Directory " + path + "> applies to no file: the path must be absolute, also in httpd", "write <Directory \"/path/to/" + path + "\">");
    }

    private static ServerFiles.OfDirectory directory(SectionDraft section, Map<RuleDraft, Rule> built) {
        boolean regex = section.kind == SectionDraft.Kind.DIRECTORY_MATCH;
        String name = regex ? section.argument.text() : section.argument.text().replaceAll("/+", "/").replaceFirst("/$", "");
        return new ServerFiles.OfDirectory(section.build(Optional.empty(), built), regex, (int) name.chars().filter(c -> c == '/').count(), files(section.files, built));
    }

    private static List<Section> files(List<SectionDraft> sections, Map<RuleDraft, Rule> built) {
        return sections.stream().filter(section -> section.kind == SectionDraft.Kind.FILES || section.kind == SectionDraft.Kind.FILES_MATCH).map(section -> section.build(Optional.empty(), built)).toList();
    }
}
