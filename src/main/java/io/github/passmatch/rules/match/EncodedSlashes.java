package io.github.passmatch.rules.match;

/** {@code AllowEncodedSlashes}: how {@code %2F} in a path is handled. */
public enum EncodedSlashes {
    /** The request is answered with 404. */
    OFF,
    /** Decoded to a slash before matching. */
    ON,
    /** Matched and forwarded as {@code %2F}. */
    NO_DECODE
}
