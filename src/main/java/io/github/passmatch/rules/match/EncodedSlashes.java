package io.github.passmatch.rules.match;

/** {@code AllowEncodedSlashes}: what becomes of {@code %2F} in a path. */
public enum EncodedSlashes {
    /** 404. */
    OFF,
    /** Decoded to a slash before matching. */
    ON,
    /** Matched and forwarded as {@code %2F}. */
    NO_DECODE
}
