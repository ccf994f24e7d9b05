package io.github.passmatch.upstream.http1;

import java.util.function.IntPredicate;

/**
 * Checks whether the head, or the whole response, has been received, without consuming the bytes. In case of doubt the result is false: then blocking code reads and checks the response,
 * and may wait.
 */
public final class ReceivedResponse {

    private static final String PREFIX = "HTTP/1.";
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final int NOT_FOUND = -1;

    private final byte[] bytes;
    private final int end;
    private final int start;

    /** @param bytes are not copied */
    public ReceivedResponse(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.start = offset;
        this.end = offset + length;
    }

    /** Whether the empty line after a head was received, or something that cannot be part of a head: a different protocol, or a line without colon. */
    public boolean hasHead() {
        return !beginsLikeHttp1() || endOfHead() != NOT_FOUND || hasBadLine();
    }

    private boolean beginsLikeHttp1() {
        for (int i = 0; i < Math.min(PREFIX.length(), end - start); i++) if (bytes[start + i] != PREFIX.charAt(i)) return false;
        return true;
    }

    private boolean hasBadLine() {
        boolean colon = true;       // the status line needs no colon
        for (int i = start; i < end; i++) {
            if (bytes[i] == ':') colon = true;
            if (bytes[i] != '\n') continue;
            if (!colon) return true;
            colon = false;
        }
        return false;
    }

    /** The position of the body. */
    private int endOfHead() {
        for (int i = start; i < end; i++) {
            if (bytes[i] != '\n') continue;
            if (i + 1 < end && bytes[i + 1] == '\n') return i + 2;
            if (i + 2 < end && bytes[i + 1] == '\r' && bytes[i + 2] == '\n') return i + 3;
        }
        return NOT_FOUND;
    }

    /** Whether a final response was received with its complete body of at most {@code maxBody} bytes, whose length is known from Content-Length or chunks. Blocking code reads a response that cannot have a body. */
    public boolean isWhole(int maxBody, IntPredicate statusFilter) {
        int body = endOfHead();
        int status = body == NOT_FOUND ? 0 : status();
        if (status < 200 || status == 204 || status == 205 || status == 304 || !statusFilter.test(status)) return false;
        int left = end - body;
        if (left > maxBody) return false;
        return hasChunks(body) ? chunksEnd(body) : left > 0 && length(body) == left || left == 0 && length(body) == 0;
    }

    private int status() {
        if (end - start < STATUS_AT + 3 || bytes[start + STATUS_AT - 1] != ' ') return 0;
        int status = 0;
        for (int i = start + STATUS_AT; i < start + STATUS_AT + 3; i++) {
            if (!isDigit(bytes[i])) return 0;
            status = status * 10 + bytes[i] - '0';
        }
        return status;
    }

    /** The value of the first {@code Content-Length}; the parser checks further ones. */
    private long length(int body) {
        int at = valueOf("content-length", body);
        if (at == NOT_FOUND || !isDigit(bytes[at])) return NOT_FOUND;
        long length = 0;
        for (; isDigit(bytes[at]) && length <= Integer.MAX_VALUE; at++) length = length * 10 + bytes[at] - '0';
        return bytes[at] == '\r' || bytes[at] == '\n' ? length : NOT_FOUND;
    }

    private boolean hasChunks(int body) {
        return valueOf("transfer-encoding", body) != NOT_FOUND;
    }

    /** The position of the value of the first field with this name. */
    private int valueOf(String name, int body) {
        for (int line = nextLine(start); line < body; line = nextLine(line)) {
            if (!isAt(line, name) || bytes[line + name.length()] != ':') continue;
            int at = line + name.length() + 1;
            while (at < body && (bytes[at] == ' ' || bytes[at] == '\t')) at++;
            return at;
        }
        return NOT_FOUND;
    }

    private int nextLine(int from) {
        int at = from;
        while (at < end && bytes[at] != '\n') at++;
        return at + 1;
    }

    private boolean isAt(int at, String lowerCase) {
        if (end - at <= lowerCase.length()) return false;
        for (int i = 0; i < lowerCase.length(); i++) {
            int c = bytes[at + i];
            if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != lowerCase.charAt(i)) return false;
        }
        return true;
    }

    /** Whether the received bytes end with the last chunk, without trailers. */
    private boolean chunksEnd(int body) {
        int at = body;
        while (at < end) {
            int size = 0;
            int digits = at;
            for (int digit; at < end && (digit = Character.digit(bytes[at], 16)) >= 0 && at - digits < 7; at++) size = size * 16 + digit;
            if (at == digits || !isLineEnd(at)) return false;
            at += 2;
            if (size == 0) return end - at == 2 && isLineEnd(at);
            at += size;
            if (!isLineEnd(at)) return false;
            at += 2;
        }
        return false;
    }

    private boolean isLineEnd(int at) {
        return at >= 0 && at + 1 < end && bytes[at] == '\r' && bytes[at + 1] == '\n';
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }
}
