package io.github.passmatch.web.containers;

import io.github.passmatch.testing.Container;

class RarerPartsTomcat10IT extends RarerPartsContract {

    RarerPartsTomcat10IT() {
        super(Container.TOMCAT_10, false);
    }
}
