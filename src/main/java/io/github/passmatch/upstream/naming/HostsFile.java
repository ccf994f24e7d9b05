package io.github.passmatch.upstream.naming;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.passmatch.rules.target.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the hosts file of the system, as the resolver of C does before it asks the DNS. Read at each look-up: nothing is kept, in contrast to the resolver of the JVM. */
final class HostsFile {

    private static final Path FILE = System.getenv("SystemRoot") == null ? Path.of("/etc/hosts") : Path.of(System.getenv("SystemRoot"), "System32", "drivers", "etc", "hosts");

    private HostsFile() { }

    /** The addresses of a host in the file of the system; without the file, none. */
    static List<InetAddress> ofSystem(String host) {
        try {
            return addresses(host, Files.readAllLines(FILE, ISO_8859_1));
        } catch (IOException e) {
            return List.of();
        }
    }

    /** @param lines of the file */
    static List<InetAddress> addresses(String host, List<String> lines) {
        List<InetAddress> found = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.replaceFirst("#.*", "").strip().split("\\s+");
            for (int i = 1; i < words.length; i++) if (words[i].equalsIgnoreCase(host)) IpAddress.parse(words[0]).ifPresent(found::add);
        }
        return found;
    }
}
