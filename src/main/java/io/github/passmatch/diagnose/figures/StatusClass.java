package io.github.passmatch.diagnose.figures;

import io.github.passmatch.rules.Explained;

/** The first digit of a status (RFC 9110 §15). */
public enum StatusClass implements Explained {
    INFORMATIONAL("1xx", "interim"),
    SUCCESS("2xx", "successful"),
    REDIRECTION("3xx", "further action is needed"),
    CLIENT_ERROR("4xx", "the client erred"),
    SERVER_ERROR("5xx", "the server failed"),
    OTHER("other", "a status that the standard does not know");

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
