package io.github.passmatch.web.containers;

import io.github.passmatch.testing.Container;

class RewrittenAddressTomcat11IT extends RewrittenAddressContract {

    RewrittenAddressTomcat11IT() {
        super(Container.TOMCAT_11);
    }
}
