package io.github.passmatch.web.containers;

import io.github.passmatch.testing.Container;

class FilterBeforeTomcat10IT extends FilterBeforeContract {

    FilterBeforeTomcat10IT() {
        super(Container.TOMCAT_10);
    }
}
