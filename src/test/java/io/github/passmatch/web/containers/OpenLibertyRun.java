package io.github.passmatch.web.containers;

import io.github.passmatch.testing.OtherContainer;

class OpenLibertyRun extends OtherContainerRun {

    OpenLibertyRun() {
        super(OtherContainer.OPEN_LIBERTY, true, true);
    }
}
