package io.github.passmatch.config;

import io.github.passmatch.rules.AccessLines;
import io.github.passmatch.rules.ProxyConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A configuration while it is read. What holds for all is gathered first, because a rule may stand before it. */
final class ConfigDraft {

    final Problems problems;
    final Variables variables;
    /** Names of modules as {@code LoadModule} and {@code <IfModule>} give them. */
    final Modules modules = new Modules();
    /** Of all servers and sections, in the order of the file. */
    final List<RuleDraft> rules = new ArrayList<>();
    final List<ParameterDefaults> defaults = new ArrayList<>();
    final List<ProxyConfig.Listen> listen = new ArrayList<>();
    final StatusDraft status = new StatusDraft();
    final ClientLimitsDraft clients = new ClientLimitsDraft();
    final ServerDraft main;
    final List<ServerDraft> hosts = new ArrayList<>();
    /** {@code ServerRoot}: where relative file names begin that are not found beside the file. */
    Optional<Path> serverRoot = Optional.empty();
    AccessLines accessLines = AccessLines.OFF;

    /** Of each file that the outcome depends on, taken before it is read. */
    final FileStamps stamps;

    ConfigDraft(Problems problems, Variables variables, FileStamps stamps) {
        this.problems = problems;
        this.stamps = stamps;
        this.variables = variables;
        this.main = new ServerDraft(this, Optional.empty());
    }

    ServerDraft newHost() {
        ServerDraft host = new ServerDraft(this, Optional.of(main));
        hosts.add(host);
        return host;
    }
}
