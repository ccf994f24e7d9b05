package io.github.passmatch.config.tls;

import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.PemFile;
import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.tls.ServerTls;
import io.github.passmatch.rules.tls.TlsIdentity;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** Collects the {@code SSL*} lines of one server: TLS with clients. */
public final class ServerTlsDraft {

    private static final int DEPTH = 1;

    /** {@code SSLEngine}, with its place. */
    public Optional<Boolean> engine = Optional.empty();
    public Optional<Place> enginePlace = Optional.empty();
    /** The files of {@code SSLCertificateFile}; the first certificate of each is that of the host. */
    public final List<PemFile> certificates = new ArrayList<>();
    public final List<PemFile> keys = new ArrayList<>();
    public final List<PemFile> chains = new ArrayList<>();
    public final List<X509Certificate> authorities = new ArrayList<>();
    public Optional<List<String>> protocols = Optional.empty();
    /** The {@code SSLCipherSuite} lines. */
    public final List<Consumer<CipherChoice>> ciphers = new ArrayList<>();
    public Optional<Boolean> ownOrder = Optional.empty();
    public Optional<ServerTls.Demand> demand = Optional.empty();
    public Optional<Place> demandPlace = Optional.empty();
    public OptionalInt depth = OptionalInt.empty();
    public Optional<Boolean> onlyWithName = Optional.empty();
    /** Whether a file could not be read; then there is an error already. */
    public boolean incomplete;

    /** Whether {@code SSLEngine on} applies, or its absence where a {@code Listen} line says https. */
    private static boolean isOn(List<ServerTlsDraft> drafts, boolean listensHttps) {
        return first(drafts, draft -> draft.engine).orElse(listensHttps && drafts.stream().anyMatch(draft -> !draft.certificates.isEmpty()));
    }

    /** The first setting. */
    private static <T> Optional<T> first(List<ServerTlsDraft> drafts, Function<ServerTlsDraft, Optional<T>> field) {
        return drafts.stream().map(field).flatMap(Optional::stream).findFirst();
    }

    /** The lists of the first draft that has any. */
    private static <T> List<T> list(List<ServerTlsDraft> drafts, Function<ServerTlsDraft, List<T>> field) {
        return drafts.stream().map(field).filter(list -> !list.isEmpty()).findFirst().orElse(List.of());
    }

    /**
     * The settings; empty if TLS is off, or after an error was reported.
     *
     * @param drafts       of the virtual host, then of the main server
     * @param listensHttps whether a {@code Listen} line for the server says https
     * @param serverName   {@code ServerName} of the virtual host or main server itself; a certificate that does not contain it gets a warning
     */
    public static Optional<ServerTls> build(List<ServerTlsDraft> drafts, boolean listensHttps, Optional<String> serverName, Problems problems) {
        if (!isOn(drafts, listensHttps) || drafts.stream().anyMatch(draft -> draft.incomplete)) return Optional.empty();
        List<TlsIdentity> identities = identities(drafts);
        ServerTls.Demand demand = first(drafts, draft -> draft.demand).orElse(ServerTls.Demand.NONE);
        List<X509Certificate> authorities = drafts.stream().flatMap(draft -> draft.authorities.stream()).distinct().toList();
        if (demand != ServerTls.Demand.NONE && authorities.isEmpty())
            first(drafts, draft -> draft.demandPlace).ifPresent(place -> problems.error(place, "SSLVerifyClient needs a trusted authority: no certificate of a client could be verified", "write SSLCACertificateFile with the certificate of the authority"));
        if (identities.isEmpty() && drafts.stream().allMatch(draft -> draft.certificates.isEmpty()))
            first(drafts, draft -> draft.enginePlace).ifPresent(place -> problems.error(Finding.TLS_TO_CLIENTS, place, "SSLEngine on needs a certificate", "write SSLCertificateFile, and SSLCertificateKeyFile if the file does not contain the key"));
        if (identities.isEmpty()) return Optional.empty();
        serverName.ifPresent(name -> list(drafts, draft -> draft.certificates).stream().filter(file -> !CertificateNames.contains(file.certificates().get(0), name))
                .forEach(file -> file.warn("is not a certificate for " + name + " (ServerName); its names are " + String.join(", ", CertificateNames.of(file.certificates().get(0))))));
        CipherChoice choice = new CipherChoice();
        for (int i = drafts.size() - 1; i >= 0; i--) drafts.get(i).ciphers.forEach(line -> line.accept(choice));
        return Optional.of(new ServerTls(identities, first(drafts, draft -> draft.protocols).orElse(List.of()), choice.names(), first(drafts, draft -> draft.ownOrder).orElse(false), demand,
                drafts.stream().map(draft -> draft.depth).filter(OptionalInt::isPresent).mapToInt(OptionalInt::getAsInt).findFirst().orElse(DEPTH), authorities,
                first(drafts, draft -> draft.onlyWithName).orElse(false)));
    }

    /** Each certificate with its key, which is in one of the files. */
    private static List<TlsIdentity> identities(List<ServerTlsDraft> drafts) {
        List<PemFile> certificates = list(drafts, draft -> draft.certificates);
        List<PemFile> files = Stream.concat(list(drafts, draft -> draft.keys).stream(), certificates.stream()).toList();
        List<X509Certificate> chain = list(drafts, draft -> draft.chains).stream().flatMap(file -> file.certificates().stream()).toList();
        List<TlsIdentity> identities = new ArrayList<>();
        for (PemFile file : certificates) {
            X509Certificate own = file.certificates().get(0);
            Optional<PrivateKey> key = files.stream().flatMap(other -> other.keyOf(own).stream()).findFirst();
            if (key.isEmpty()) file.report("has no private key that fits: SSLCertificateKeyFile must name the key of its first certificate", "compare openssl x509 -pubkey -noout -in certificate.pem with openssl pkey -pubout -in key.pem");
            else identities.add(new TlsIdentity(key.get(), List.of(own)).withIssuersFrom(Stream.concat(file.certificates().stream(), chain.stream()).toList()));
            if (key.isPresent()) warn(file, own);
        }
        return identities;
    }

    private static void warn(PemFile file, X509Certificate own) {
        try {
            own.checkValidity();
        } catch (CertificateNotYetValidException e) {
            file.warn("is not valid before " + own.getNotBefore().toInstant());
        } catch (CertificateException e) {
            file.warn("has expired on " + own.getNotAfter().toInstant());
        }
    }
}
