package io.github.passmatch.web.containers;

import io.github.passmatch.testing.Http2Streams;
import io.github.passmatch.testing.OtherContainer;

class PayaraRun extends OtherContainerRun {

    PayaraRun() {
        super(OtherContainer.PAYARA, true, false);
    }

    @Override
    Http2Streams.State endsHttp2By() {
        return Http2Streams.State.CLOSED;
    }
}
