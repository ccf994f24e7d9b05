package io.github.passmatch.diagnose.figures;

import io.github.passmatch.rules.Explained;

/** Names the class of a status code by its first digit (RFC 9110 §15). */
public enum StatusClass implements Explained {
    INFORMATIONAL("1xx", "interim"),
    SUCCESS("2xx", "successful"),
    REDIRECTION("3xx", "redirection"),
    CLIENT_ERROR("4xx", "client error"),
    SERVER_ERROR("5xx", "server error"),
    OTHER("other", "a status code outside of 100 to 599");

    private final String code;
    private final String sentence;

    StatusClass(String code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    static StatusClass of(int status) {
        int first = status / 100;
        return first >= 1 && first <= 5 ? values()[first - 1] : OTHER;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public String sentence() {
        return sentence;
    }
}
