package io.github.passmatch.web.containers;

import io.github.passmatch.testing.Container;

class TunnelTomcat11IT extends TunnelContract {

    TunnelTomcat11IT() {
        super(Container.TOMCAT_11);
    }
}
