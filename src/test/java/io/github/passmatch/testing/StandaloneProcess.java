package io.github.passmatch.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** {@code java -jar passmatch.war …} as a user runs it. */
public final class StandaloneProcess {

    private StandaloneProcess() { }

    /** @param jvmArguments what stands before {@code -jar} */
    public static ContainerProcess start(Path directory, List<String> jvmArguments, String... arguments) throws IOException {
        return start(ContainerProcess.ownJdk(), directory, jvmArguments, arguments);
    }

    /** @param jdk a JDK's home */
    public static ContainerProcess start(Path jdk, Path directory, List<String> jvmArguments, String... arguments) throws IOException {
        return start(jdk, BuiltWar.path(), directory, jvmArguments, arguments);
    }

    /** @param war instead of the one that was built, a copy of it */
    public static ContainerProcess ofWar(Path war, Path directory, List<String> jvmArguments, String... arguments) throws IOException {
        return start(ContainerProcess.ownJdk(), war, directory, jvmArguments, arguments);
    }

    /** @param environment beside the one of this process */
    public static ContainerProcess inEnvironment(Map<String, String> environment, Path directory, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("-jar", BuiltWar.path().toString()));
        all.addAll(Arrays.asList(arguments));
        return ContainerProcess.java(ContainerProcess.ownJdk(), directory, environment, all);
    }

    private static ContainerProcess start(Path jdk, Path war, Path directory, List<String> jvmArguments, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(jvmArguments);
        all.addAll(List.of("-jar", war.toString()));
        all.addAll(Arrays.asList(arguments));
        return ContainerProcess.java(jdk, directory, Map.of(), all);
    }

    /** @param before a command that runs the one behind it */
    public static ContainerProcess behind(List<String> before, Path directory, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("-jar", BuiltWar.path().toString()));
        all.addAll(Arrays.asList(arguments));
        return ContainerProcess.java(before, ContainerProcess.ownJdk(), directory, Map.of(), all);
    }

    /** With no more than so many file descriptors, as by {@code ulimit -n}. */
    public static ContainerProcess withDescriptors(int descriptors, Path jdk, Path directory, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("-jar", BuiltWar.path().toString()));
        all.addAll(Arrays.asList(arguments));
        return ContainerProcess.java(List.of("prlimit", "--nofile=" + descriptors), jdk, directory, Map.of(), all);
    }

    /** Waits until it serves; returns the port. */
    public static int awaitPort(ContainerProcess process) throws InterruptedException {
        return Integer.parseInt(process.awaitLine("Passmatch listens on .*port (\\d+)").group(1));
    }
}
