package io.github.passmatch.upstream.outcome;

import java.lang.management.ManagementFactory;
import java.util.OptionalLong;
import javax.management.JMException;
import javax.management.ObjectName;

/** Detects that the process has no file descriptor left, which causes failures in many places, and gives the message for that. Needs no file descriptor itself. */
public final class Descriptors {

    /** With at most this number left, an operation that needs one or two descriptors may have failed for that reason. */
    private static final long NEARLY_NONE = 3;

    private Descriptors() { }

    /** Whether {@code failure} or one of its causes is that no file descriptor was left. */
    public static boolean ranOut(Throwable failure) {
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < 20; cause = cause.getCause(), depth++)
            if (cause.getMessage() != null && cause.getMessage().contains("Too many open files")) return true;
        return false;
    }

    /** Whether no file descriptor, or nearly none, is left at this moment; false if the system does not report that. */
    public static boolean areNearlyGone() {
        OptionalLong open = attribute("OpenFileDescriptorCount");
        OptionalLong limit = attribute("MaxFileDescriptorCount");
        return open.isPresent() && limit.isPresent() && limit.getAsLong() - open.getAsLong() <= NEARLY_NONE;
    }

    /** What is wrong and what helps. */
    public static String words() {
        OptionalLong limit = attribute("MaxFileDescriptorCount");
        return "no file descriptor is left" + (limit.isPresent() ? ", this process may have " + limit.getAsLong() + " open files" : "") + ": raise the limit (ulimit -n; LimitNOFILE= in systemd)";
    }

    private static OptionalLong attribute(String name) {
        try {
            Object value = ManagementFactory.getPlatformMBeanServer().getAttribute(new ObjectName(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME), name);
            return value instanceof Long number && number > 0 ? OptionalLong.of(number) : OptionalLong.empty();
        } catch (JMException | RuntimeException | LinkageError e) {
            return OptionalLong.empty();
        }
    }
}
