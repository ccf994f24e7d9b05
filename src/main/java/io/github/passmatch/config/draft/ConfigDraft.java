package io.github.passmatch.config.draft;

import io.github.passmatch.config.health.HealthNames;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.FileStamps;
import io.github.passmatch.config.text.Modules;
import io.github.passmatch.config.text.Variables;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.server.AccessLogFormat;
import io.github.passmatch.rules.server.ProxyConfig;
import io.github.passmatch.rules.users.PasswordFile;
import io.github.passmatch.rules.users.PasswordProvider;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Collects the directives of a configuration. Rules are built after all lines have been read, because a line may apply to an earlier rule. */
public final class ConfigDraft {

    public final Problems problems;
    public final Variables variables;
    /** Names of modules as {@code LoadModule} and {@code <IfModule>} give them. */
    public final Modules modules = new Modules();
    /** Rules of all servers and sections, in the order of the file. */
    public final List<RuleDraft> rules = new ArrayList<>();
    public final List<ParameterDefaults> defaults = new ArrayList<>();
    public final List<ProxyConfig.Listen> listen = new ArrayList<>();
    public final StatusDraft status = new StatusDraft();
    public final ClientLimitsDraft clients = new ClientLimitsDraft();
    public final ServerDraft main;
    public final List<ServerDraft> hosts = new ArrayList<>();
    /** {@code ServerRoot}: the directory for relative file names that do not exist in the directory of the file. */
    public Optional<Path> serverRoot = Optional.empty();
    /** Lines that restrict access in httpd, and that are not obeyed. */
    public final List<UnobeyedLine> unobeyed = new ArrayList<>();
    /** The same, in {@code <IfModule>} of modules that httpd may have. */
    public final List<UnobeyedLine> skippedRestrictions = new ArrayList<>();
    /** The ports of {@code Listen} lines with https, and 443 unless such a line says otherwise. */
    public final Set<Integer> httpsPorts = new HashSet<>();
    /** The same, in sections for files. */
    public final List<UnobeyedLine> skippedFileRestrictions = new ArrayList<>();
    /** What is to be reported if some request is answered by a file. */
    public final List<FileFinding> fileFindings = new ArrayList<>();
    /** Whether Passmatch itself is the server of the clients ({@code java -jar}), not a servlet container. */
    public final boolean standalone;
    /** By path: sections that name the same file share what is remembered about correct passwords. */
    public final Map<String, PasswordFile> passwordFiles = new HashMap<>();
    /** The providers of {@code <AuthnProviderAlias>}, by name. */
    public final Map<String, PasswordProvider> providers = new HashMap<>(Map.of("file", PasswordProvider.FILE));
    /** The conditions of {@code <AuthzProviderAlias>}, by name: the words after {@code Require}. */
    public final Map<String, List<Word>> requirements = new HashMap<>();
    /** What the parameters of health checks name. */
    public final HealthNames health = new HealthNames();
    /** The members of balancers that are in force, by their numbers; known after the balancers were built. */
    public final List<RuleDraft> members = new ArrayList<>();
    /** The lines whose members are the addresses of a name, of balancers that are in force. */
    public final List<RuleDraft> names = new ArrayList<>();
    public AccessLogFormat accessLines = AccessLogFormat.OFF;

    /** Macros by their names in lower case. */
    public final Map<String, Macro> macros = new HashMap<>();
    /** The macros whose lines are being read, innermost first. */
    public final Deque<String> openMacros = new ArrayDeque<>();
    /** Length of the lines of all uses of macros. */
    public long macroText;

    /** The state of each configuration file before it was read. */
    public final FileStamps stamps;

    /** @param standalone whether Passmatch itself is the server of the clients ({@code java -jar}), not a servlet container */
    public ConfigDraft(Problems problems, Variables variables, FileStamps stamps, boolean standalone) {
        this.standalone = standalone;
        this.problems = problems;
        this.stamps = stamps;
        this.variables = variables;
        this.main = new ServerDraft(this, Optional.empty());
    }

    /** The main server and the virtual hosts, in the order of the file. */
    public List<ServerDraft> servers() {
        List<ServerDraft> servers = new ArrayList<>(hosts);
        servers.add(0, main);
        return servers;
    }

    public ServerDraft newHost() {
        ServerDraft host = new ServerDraft(this, Optional.of(main));
        hosts.add(host);
        return host;
    }
}
