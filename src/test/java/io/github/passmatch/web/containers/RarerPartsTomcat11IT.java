package io.github.passmatch.web.containers;

import io.github.passmatch.testing.Container;

class RarerPartsTomcat11IT extends RarerPartsContract {

    RarerPartsTomcat11IT() {
        super(Container.TOMCAT_11, false);
    }
}
