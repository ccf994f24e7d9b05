package io.github.passmatch.attack;

import io.github.passmatch.testing.ProxyUnderTest;
import org.junit.jupiter.api.AfterAll;

/** The attack list against the filter in embedded Jetty, with the settings of the standalone server. */
class JettyAttackTest extends AttackContract {

    private ProxyUnderTest proxy;

    @Override
    protected int start(String rules) throws Exception {
        proxy = new ProxyUnderTest(rules);
        return proxy.port();
    }

    @Override
    protected void awaitNothingLeased() {
        proxy.awaitNothingLeased();
    }

    @Override
    protected String place() {
        return "embedded Jetty";
    }

    @AfterAll
    void end() {
        if (proxy != null) proxy.close();
    }
}
