package io.github.passmatch.web.containers;

import io.github.passmatch.testing.Container;

class RewrittenAddressTomcat10IT extends RewrittenAddressContract {

    RewrittenAddressTomcat10IT() {
        super(Container.TOMCAT_10);
    }
}
