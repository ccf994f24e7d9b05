package io.github.passmatch.web.containers;

import io.github.passmatch.testing.Container;

class Tomcat10BreakOffIT extends TomcatBreakOff {

    Tomcat10BreakOffIT() {
        super(Container.TOMCAT_10);
    }
}
