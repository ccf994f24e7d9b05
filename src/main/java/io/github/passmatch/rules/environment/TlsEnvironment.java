package io.github.passmatch.rules.environment;

import io.github.passmatch.rules.tls.TlsVariables;

/**
 * Sets the variables of {@code SSLOptions +StdEnvVars}. Not a test: it never succeeds.
 *
 * @param certificates {@code +ExportCertData}: whether the certificate of the client is a variable too
 */
public record TlsEnvironment(boolean certificates) implements EnvironmentCondition.Test {

    @Override
    public EnvironmentCondition.Groups find(RequestContext context) {
        context.request().tls().ifPresent(tls -> {
            context.environment().set("HTTPS", "on");
            TlsVariables.standard(tls).forEach(context.environment()::set);
            if (certificates) TlsVariables.value("SSL_CLIENT_CERT", tls).ifPresent(pem -> context.environment().set("SSL_CLIENT_CERT", pem));
        });
        return null;
    }
}
