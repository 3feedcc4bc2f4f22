package io.kronosq.sample.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class WelcomeMailComposerTest {
  private static final Session SESSION = Session.getInstance(new Properties());

  @Test
  void greetsInSubjectTextAndHtml() throws Exception {
    MimeMessage received = sent("Žofie 🦊", "zofie@example.org");

    assertThat(received.getSubject()).isEqualTo("Welcome, Žofie 🦊!");
    assertThat(part(received, 0)).contains("Hello Žofie 🦊,");
    assertThat(part(received, 1)).contains("<strong>Žofie 🦊</strong>");
  }

  @Test
  void offersTextAndHtmlAsAlternatives() throws Exception {
    MimeMessage received = sent("Ada", "ada@example.org");

    assertThat(received.isMimeType("multipart/alternative")).isTrue();
    MimeMultipart parts = (MimeMultipart) received.getContent();
    assertThat(parts.getCount()).isEqualTo(2);
    assertThat(parts.getBodyPart(0).getContentType())
        .isEqualToIgnoringCase("text/plain; charset=UTF-8");
    assertThat(parts.getBodyPart(1).getContentType())
        .isEqualToIgnoringCase("text/html; charset=UTF-8");
  }

  @Test
  void travelsInAsciiWhateverTheName() throws Exception {
    byte[] bytes = bytes(WelcomeMailComposer.compose(SESSION, mail("Žofie", "z@x.org"), "t1"));

    assertThat(new String(bytes, ISO_8859_1).chars()).allMatch(c -> c < 128);
  }

  @Test
  void escapesTheNameInHtmlOnly() throws Exception {
    MimeMessage received = sent("<script>alert('1 & \"2\"')</script>", "x@example.org");

    assertThat(part(received, 0)).contains("<script>");
    assertThat(part(received, 1))
        .doesNotContain("<script>")
        .contains("&lt;script&gt;alert(&#39;1 &amp; &quot;2&quot;&#39;)&lt;/script&gt;");
  }

  @Test
  void addressesTheReceiverByName() throws Exception {
    InternetAddress to = (InternetAddress) sent("Žofie", "zofie@example.org").getAllRecipients()[0];

    assertThat(to.getAddress()).isEqualTo("zofie@example.org");
    assertThat(to.getPersonal()).isEqualTo("Žofie");
  }

  @Test
  void takesItsMessageIdFromTheTask() throws Exception {
    MimeMessage once = WelcomeMailComposer.compose(SESSION, mail("Ada", "a@x.org"), "task-1");
    MimeMessage again = WelcomeMailComposer.compose(SESSION, mail("Ada", "a@x.org"), "task-1");
    MimeMessage other = WelcomeMailComposer.compose(SESSION, mail("Ada", "a@x.org"), "task-2");

    assertThat(once.getMessageID()).isEqualTo("<task-1@signups.example>");
    assertThat(again.getMessageID()).isEqualTo(once.getMessageID());
    assertThat(other.getMessageID()).isNotEqualTo(once.getMessageID());
  }

  @Test
  void aNameCannotAddHeaders() throws Exception {
    MimeMessage received = sent("Ada\r\nBcc: spy@example.org", "ada@example.org");

    assertThat(received.getHeader("Bcc")).isNull();
    assertThat(received.getAllRecipients()).hasSize(1);
  }

  @Test
  void refusesAnAddressThatNoMailCanHave() {
    assertThatThrownBy(
            () -> WelcomeMailComposer.compose(SESSION, mail("Ada", "not an address"), "t1"))
        .isInstanceOf(AddressException.class);
  }

  private static WelcomeMail mail(String name, String email) {
    return WelcomeMail.to(name, email);
  }

  private static MimeMessage sent(String name, String email) throws Exception {
    byte[] bytes = bytes(WelcomeMailComposer.compose(SESSION, mail(name, email), "t1"));
    return new MimeMessage(SESSION, new ByteArrayInputStream(bytes));
  }

  private static byte[] bytes(MimeMessage message) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    message.writeTo(bytes);
    return bytes.toByteArray();
  }

  private static String part(MimeMessage message, int index) throws Exception {
    return (String) ((MimeMultipart) message.getContent()).getBodyPart(index).getContent();
  }
}
