package io.github.passmatch.web.containers;

import io.github.passmatch.testing.Container;

class Tomcat11IT extends DeployedWarContract {

    Tomcat11IT() {
        super(Container.TOMCAT_11);
    }
}
