package io.github.passmatch.web.containers;

import io.github.passmatch.testing.OtherContainer;

class WildFlyRun extends OtherContainerRun {

    WildFlyRun() {
        super(OtherContainer.WILDFLY, false, true);
    }
}
