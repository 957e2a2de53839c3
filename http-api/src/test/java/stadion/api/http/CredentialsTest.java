package stadion.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CredentialsTest {

    @Test
    void a_password_may_contain_colons() {
        assertThat(Credentials.parse("me:a:b")).isEqualTo(new Credentials("me", "a:b"));
    }

    @Test
    void a_text_without_a_colon_is_refused() {
        assertThatThrownBy(() -> Credentials.parse("me")).hasMessageContaining("user:password");
    }

    @Test
    void the_password_is_never_printed() {
        assertThat(Credentials.parse("me:secret").toString()).contains("me").doesNotContain("secret");
    }
}
