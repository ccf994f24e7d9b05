package io.github.passmatch.rules.access;

/** Authenticates the user of one request: {@code AuthType} and its files. */
public interface Authentication {

    /** No {@code AuthType}, or {@code AuthType None}. */
    Authentication NONE = new Authentication() {
        @Override
        public boolean isConfigured() {
            return false;
        }

        @Override
        public Login login() {
            return Login.Failure.MISSING;
        }

        @Override
        public boolean isMember(String user, String group) {
            return false;
        }
    };

    /** Whether an {@code AuthType} other than {@code None} applies to the request. */
    boolean isConfigured();

    /** Checks the credentials. Called at most once for a request, and only if the decision depends on the user. */
    Login login();

    /** Whether {@code user} is a member of {@code group}. */
    boolean isMember(String user, String group);
}
