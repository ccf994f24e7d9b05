package io.github.passmatch.web.containers;

import io.github.passmatch.testing.Container;

class Tomcat11SlowUpstreamIT extends SlowUpstreamContract {

    Tomcat11SlowUpstreamIT() {
        super(Container.TOMCAT_11);
    }
}
