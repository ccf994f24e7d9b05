package io.github.passmatch.web.containers;

import io.github.passmatch.testing.Container;

class Tomcat10IT extends DeployedWarContract {

    Tomcat10IT() {
        super(Container.TOMCAT_10);
    }
}
