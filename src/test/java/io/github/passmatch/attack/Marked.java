package io.github.passmatch.attack;

/** Bodies that tell whose they are at every place: the nonce of their request, over and over. */
final class Marked {

    private Marked() { }

    static String body(String nonce, int length) {
        String mark = nonce + '|';
        return mark.repeat(length / mark.length() + 1).substring(0, length);
    }

    /** Whether {@code text} is the beginning of the body that {@code nonce} marks. */
    static boolean begins(String text, String nonce) {
        return body(nonce, text.length()).equals(text);
    }
}
