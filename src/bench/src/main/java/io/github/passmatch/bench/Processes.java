package io.github.passmatch.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** All that the bench starts. Whatever way it ends, Ctrl-C included, everything is killed. */
final class Processes implements AutoCloseable {

    private final ConcurrentLinkedQueue<Process> started = new ConcurrentLinkedQueue<>();
    private final Path logs;

    /** @param logs a directory for what they print */
    Processes(Path logs) {
        this.logs = logs;
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "kill-all"));
    }

    /** Starts a server; what it prints goes into a file of that name. */
    Process server(String name, List<String> command, Map<String, String> environment) throws IOException {
        return start(command, environment, ProcessBuilder.Redirect.to(log(name).toFile()));
    }

    /** The same, but what it prints goes nowhere. */
    Process silentServer(List<String> command) throws IOException {
        return start(command, Map.of(), ProcessBuilder.Redirect.DISCARD);
    }

    private Process start(List<String> command, Map<String, String> environment, ProcessBuilder.Redirect out) throws IOException {
        ProcessBuilder builder = builder(command).redirectErrorStream(true).redirectOutput(out);
        builder.environment().putAll(environment);
        return remember(builder.start());
    }

    /** Starts what is talked to by its standard input and output. */
    Process dialogue(String name, List<String> command) throws IOException {
        return remember(builder(command).redirectError(log(name).toFile()).start());
    }

    private static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("PASSMATCH_") || name.equals("JAVA_TOOL_OPTIONS"));
        return builder;
    }

    private Process remember(Process process) {
        started.removeIf(earlier -> !earlier.isAlive());
        started.add(process);
        return process;
    }

    /** Runs a program to its end and returns what it printed; {@code meanwhile} happens while it runs. */
    String output(List<String> command, Runnable meanwhile) throws IOException, InterruptedException {
        File file = Files.createTempFile(logs, "output", ".txt").toFile();
        try {
            Process process = start(command, Map.of(), ProcessBuilder.Redirect.to(file));
            meanwhile.run();
            int exit = process.waitFor();
            String output = Files.readString(file.toPath(), StandardCharsets.ISO_8859_1);
            if (exit != 0) throw new IOException(String.join(" ", command) + ": exit code " + exit + "\n" + output);
            return output;
        } finally {
            Files.deleteIfExists(file.toPath());
        }
    }

    private Path log(String name) {
        return logs.resolve(name + ".log");
    }

    /** Kills it and what it has started, and waits until it is gone. */
    static void kill(Process process) {
        signal(process);
        process.onExit().join();
    }

    private static void signal(Process process) {
        // The family is looked up while it is one; the master goes first, or it would start its workers again.
        List<ProcessHandle> family = Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
        family.forEach(ProcessHandle::destroyForcibly);
    }

    /** Does not wait for one before it has signalled all: there may be little time. */
    @Override
    public void close() {
        started.forEach(Processes::signal);
        started.forEach(process -> process.onExit().join());
    }
}
