package io.github.passmatch.web.containers;

import io.github.passmatch.testing.Container;

class TunnelTomcat10IT extends TunnelContract {

    TunnelTomcat10IT() {
        super(Container.TOMCAT_10);
    }
}
