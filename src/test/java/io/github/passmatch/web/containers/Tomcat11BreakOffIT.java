package io.github.passmatch.web.containers;

import io.github.passmatch.testing.Container;

class Tomcat11BreakOffIT extends TomcatBreakOff {

    Tomcat11BreakOffIT() {
        super(Container.TOMCAT_11);
    }
}
