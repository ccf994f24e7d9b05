package io.github.passmatch.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What a process and its children use, as {@code /proc} tells. */
final class ProcessUse {

    /** Places in {@code /proc/PID/stat} behind the name: own user and system time, then that of children that have ended. */
    private static final int UTIME = 11;
    private static final int CSTIME = 14;

    private final double microsPerTick;

    ProcessUse(int ticksPerSecond) {
        microsPerTick = 1e6 / ticksPerSecond;
    }

    /** CPU time since their start, in microseconds. */
    double cpuMicros(ProcessHandle process) {
        return family(process).map(ProcessUse::ticks).sum() * microsPerTick;
    }

    /**
     * Resident memory in KiB. Pages that several processes have in common are counted once (proportional set size), or the forks of
     * httpd and nginx would look larger than they are.
     */
    long residentKib(ProcessHandle process) {
        return family(process).map(ProcessUse::pss).sum();
    }

    private static LongStream family(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants()).mapToLong(ProcessHandle::pid);
    }

    private static long ticks(long pid) {
        String stat = read(pid, "stat");
        if (stat.isEmpty()) return 0;
        List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).trim().split(" "));
        return fields.subList(UTIME, CSTIME + 1).stream().mapToLong(Long::parseLong).sum();
    }

    private static long pss(long pid) {
        return read(pid, "smaps_rollup").lines().filter(line -> line.startsWith("Pss:")).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).sum();
    }

    /** Empty if it has just ended. */
    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (IOException e) {
            return "";
        }
    }
}
