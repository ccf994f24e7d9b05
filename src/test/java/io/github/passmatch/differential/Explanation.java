package io.github.passmatch.differential;

/** Why a difference from httpd is no bug. */
interface Explanation {

    /** One exchange of a scenario on both sides. */
    record Case(Scenario scenario, Scenario.Exchange exchange, Outcome httpd, Outcome ours) { }

    /** In the README's table of differences; in words, what is in its list of limits. */
    String number();

    boolean explains(Case at, Difference difference);

    /** Whether it is why we refuse to start with a configuration that httpd takes. */
    default boolean explainsRefusal(Scenario scenario) {
        return false;
    }
}
