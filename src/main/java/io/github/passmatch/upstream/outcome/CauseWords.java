package io.github.passmatch.upstream.outcome;

import java.io.EOFException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;

/** Describes an exception in words for operators, without names of Java classes. */
public final class CauseWords {

    private static final Pattern CLASS_NAME = Pattern.compile("\\b(?:[a-z]\\w*\\.)+[A-Z][\\w$]*(?:Exception|Error)\\b(?:: ?)?");

    private CauseWords() { }

    /** One sentence without a full stop; never empty. */
    public static String of(Throwable cause) {
        String message = cause.getMessage() == null ? "" : withoutClassNames(cause.getMessage()).strip();
        if (cause instanceof UnknownHostException) return "the name has no address" + (message.isEmpty() ? "" : ": " + message);
        if (!message.isEmpty()) return message;
        if (cause.getCause() != null && cause.getCause() != cause) return of(cause.getCause());
        if (cause instanceof EOFException) return "the connection ended";
        if (cause instanceof ClosedChannelException) return "the connection was closed";
        if (cause instanceof SSLHandshakeException) return "the handshake failed";
        return plain(cause.getClass().getSimpleName());
    }

    /** {@code text} without names of exception classes. */
    public static String withoutClassNames(String text) {
        return CLASS_NAME.matcher(text).replaceAll("");
    }

    /** {@code SocketException} becomes "socket error". */
    private static String plain(String className) {
        String words = className.replaceAll("(Exception|Error)$", "").replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
        return words.isEmpty() ? "an unnamed error" : words.equals("io") ? "I/O error" : words + " error";
    }
}
