package io.github.passmatch.forward;

import io.github.passmatch.forward.container.ServletContainer;
import io.github.passmatch.rules.SiteSettings;
import io.github.passmatch.upstream.Identity;
import io.github.passmatch.upstream.RequestFields;

/** How one server writes the heads of the requests and answers that it passes on. */
record SiteFields(RequestFields request, ResponseFields response) {

    SiteFields(SiteSettings site, ServletContainer container) {
        this(site, new Identity(site), container);
    }

    private SiteFields(SiteSettings site, Identity identity, ServletContainer container) {
        this(new RequestFields(site, identity), new ResponseFields(identity, container));
    }
}
