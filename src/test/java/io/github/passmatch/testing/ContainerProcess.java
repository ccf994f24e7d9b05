package io.github.passmatch.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Java program in a process of its own; what it prints can be waited for. Killed when closed. */
public final class ContainerProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean ended;

    private ContainerProcess(Process process) {
        this.process = process;
        Thread reader = new Thread(this::readAll, "container-log");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a JVM; standard output and standard error become one log.
     *
     * @param jdk         a JDK's home
     * @param directory   to run in; its {@code tmp} is the JVM's temporary directory
     * @param environment beside our own, from which what concerns the product is taken out
     */
    public static ContainerProcess java(Path jdk, Path directory, Map<String, String> environment, List<String> arguments) throws IOException {
        return java(List.of(), jdk, directory, environment, arguments);
    }

    /** @param before a command that runs the one behind it */
    static ContainerProcess java(List<String> before, Path jdk, Path directory, Map<String, String> environment, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(jdk.resolve("bin/java").toString());
        command.add("-Djava.io.tmpdir=" + Files.createDirectories(directory.resolve("tmp")));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("PASSMATCH_") || name.equals("JAVA_TOOL_OPTIONS"));
        builder.environment().putAll(environment);
        return new ContainerProcess(builder.start());
    }

    /** The JDK that runs the tests. */
    public static Path ownJdk() {
        return Path.of(System.getProperty("java.home"));
    }

    private void readAll() {
        try (BufferedReader reader = process.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) add(line);
        } catch (IOException e) {
            add("(log lost: " + e + ")");
        } finally {
            changed(() -> ended = true);
        }
    }

    private void add(String line) {
        changed(() -> lines.add(line));
    }

    private void changed(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a line that contains {@code expression}; fails with the whole log if the process ends before, or after three minutes. */
    public Matcher awaitLine(String expression) throws InterruptedException {
        Pattern pattern = Pattern.compile(expression);
        long left = PATIENCE.toNanos();
        lock.lockInterruptibly();
        try {
            for (int next = 0;; ) {
                for (; next < lines.size(); next++) {
                    Matcher matcher = pattern.matcher(lines.get(next));
                    if (matcher.find()) return matcher;
                }
                if (ended || left <= 0) throw new AssertionError("no line with \"" + expression + "\" in:\n" + String.join("\n", lines));
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** What it has printed so far. */
    public String log() {
        lock.lock();
        try {
            return String.join("\n", lines);
        } finally {
            lock.unlock();
        }
    }

    /** Sends SIGTERM. Not through the process itself, which would stop listening to what is said at the end. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** Sends SIGHUP, which the JDK cannot. */
    public void hangUp() throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-HUP", String.valueOf(process.pid())).start().waitFor();
        if (exit != 0) throw new AssertionError("kill -HUP: exit code " + exit);
    }

    /** Waits for the end, with all that was printed; returns the exit code. */
    public int awaitExit() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) throw new AssertionError("still running:\n" + log());
        lock.lockInterruptibly();
        try {
            while (!ended) changed.await();
        } finally {
            lock.unlock();
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
