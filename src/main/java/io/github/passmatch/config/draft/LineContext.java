package io.github.passmatch.config.draft;

import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.NamedFile;
import io.github.passmatch.config.text.TextFile;
import io.github.passmatch.config.text.Value;
import io.github.passmatch.config.tls.TlsDraft;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Holds the drafts to which a line belongs.
 *
 * @param server  the main server or the virtual host
 * @param section the section of paths or URLs, if any
 * @param inclusion reads other files in the place of the line
 */
public record LineContext(ServerDraft server, Optional<SectionDraft> section, Inclusion inclusion) {

    public Problems problems() {
        return server.problems;
    }

    public ConfigDraft config() {
        return server.config;
    }

    /** The directories for relative file names, in the order of trying: of the present file, then {@code ServerRoot}. */
    public List<Path> directories() {
        return Stream.concat(Stream.of(inclusion.directory()), config().serverRoot.stream()).toList();
    }

    /** Whether {@link #textFile} finds a file. */
    public boolean exists(Value name) {
        return TextFile.exists(name, directories(), config().stamps);
    }

    /** Reads the file which {@code name} names, and reads the configuration again when the file changes; empty after an error was reported. */
    public Optional<TextFile> textFile(Value name) {
        return TextFile.read(name, directories(), config().stamps);
    }

    /** The file which {@code name} names; the configuration is read again when the file changes. */
    public NamedFile certificateFile(Value name) {
        return NamedFile.watched(name, directories(), config().stamps);
    }

    /** The certificates in the directory which {@code name} names; the configuration is read again when one of these files changes. Empty after an error was reported. */
    public List<NamedFile> certificateFiles(Value name) {
        return NamedFile.watchedCertificates(name, directories(), config().stamps);
    }

    /** Stores an {@code SSLProxy*} setting for the section, else for the server. */
    public void tls(Consumer<TlsDraft> change) {
        section.map(inner -> inner.tls).orElse(server.tls).add(change);
    }

    /** Stores a setting of the network path to upstreams. */
    public void egress(Consumer<EgressDraft> change) {
        server.egress.add(change);
    }

    /** The draft of the section, else of the server. */
    public ScopeDraft scope() {
        return section.map(inner -> inner.scope).orElse(server.scope);
    }
}
