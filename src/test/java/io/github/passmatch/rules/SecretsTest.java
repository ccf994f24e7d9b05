package io.github.passmatch.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
            http://host/a => http://host/a
            http://user:s3cret@host:8080/a => http://***@host:8080/a
            https://token@host/a => https://***@host/a
            http://user:a@b@host/ => http://***@host/
            http://user:pa/ss@host/ => http://***@host/
            http://host:8080/@scope/pkg => http://host:8080/@scope/pkg
            http://host/mail?to=a@b => http://host/mail?to=a@b
            unix:/run/a.sock|http://u:p@localhost/ => unix:/run/a.sock|http://***@localhost/
            "http://u:p@a/" and http://u:p@b/ => "http://***@a/" and http://***@b/
            http://[::1]:80/@x => http://[::1]:80/@x
            RewriteCond %{HTTP:Authorization} "=Basic YWxpY2U6czNjcmV0" => RewriteCond %{HTTP:Authorization} "=Basic ***"
            bearer eyJhbGciOi.J9-_x.y= and more => bearer *** and more
            AuthType Basic applies to the path => AuthType Basic applies to the path
            """)
    void userAndPasswordOfUrlsAreHidden(String text, String shown) {
        assertEquals(shown, Secrets.hidden(text));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
            ProxyPass /a http://user:s3cret@host/ttl => ProxyPass /a http://***********@host/ttl
            ProxyRemote * http://proxy:3128 user:s3cret => ProxyRemote * http://proxy:3128 ***********
              proxyremotematch "^http: a" http://p "u:s3cret" => `  proxyremotematch "^http: a" http://p "********"`
            ProxyRemote * http://proxy:3128 => ProxyRemote * http://proxy:3128
            PassmatchStatusAllow 10.0.0.0/8 token s3cret-t => PassmatchStatusAllow 10.0.0.0/8 token ********
            RequestHeader set Authorization "Basic dTpw" => RequestHeader set Authorization "***** ****"
            RequestHeader set X-Api-Key abc => RequestHeader set X-Api-Key ***
            RequestHeader set X-Forwarded-Proto https => RequestHeader set X-Forwarded-Proto https
            ProxyPass /a http://host/ secret=abc max=3 => ProxyPass /a http://host/ secret=*** max=3
            Define db_password abc => Define db_password ***
            SetEnvIf Authorization "^Basic YWxpY2U6czNjcmV0$" ok => SetEnvIf Authorization "^Basic ****************$" ok
            """)
    void secretsInLinesAreHiddenAndColumnsStay(String line, String shown) {
        assertEquals(shown.strip(), Secrets.hiddenInLine(line).strip());
        assertEquals(line.length(), Secrets.hiddenInLine(line).length());
    }
}
