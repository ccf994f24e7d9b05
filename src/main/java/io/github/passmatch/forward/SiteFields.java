package io.github.passmatch.forward;

import io.github.passmatch.forward.container.ContainerTraits;
import io.github.passmatch.rules.SiteSettings;
import io.github.passmatch.upstream.Identity;
import io.github.passmatch.upstream.RequestFields;

/** How one server writes the heads of the requests and answers that it passes on. */
record SiteFields(RequestFields request, ResponseFields response) {

    SiteFields(SiteSettings site, ContainerTraits traits) {
        this(site, new Identity(site), traits);
    }

    private SiteFields(SiteSettings site, Identity identity, ContainerTraits traits) {
        this(new RequestFields(site, identity), new ResponseFields(identity, traits.announceChunks()));
    }
}
