package io.github.passmatch.web.containers;

import io.github.passmatch.testing.Container;

class FilterBeforeTomcat11IT extends FilterBeforeContract {

    FilterBeforeTomcat11IT() {
        super(Container.TOMCAT_11);
    }
}
