package io.tasksweep.store.minio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.minio.errors.XmlParserException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlAnswerTest {
    private static XmlAnswer read(String xml) throws XmlParserException, IOException {
        return XmlAnswer.read(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void valuesAndPartsAreReadWhateverTheNamespace() throws Exception {
        XmlAnswer answer = read("""
                <?xml version="1.0" encoding="UTF-8"?>
                <s:ListVersionsResult xmlns:s="http://s3.amazonaws.com/doc/2006-03-01/">
                  <s:IsTruncated>true</s:IsTruncated><s:NextKeyMarker/>
                  <s:Version>
                    <s:Key>a&amp;b &lt;&#x20AC;&gt;<![CDATA[<c>]]></s:Key>
                    <s:Owner><s:ID>nobody</s:ID><s:Key>not this</s:Key></s:Owner>
                    <s:IsLatest>false</s:IsLatest>
                  </s:Version>
                  <s:DeleteMarker><s:Key>d</s:Key></s:DeleteMarker>
                </s:ListVersionsResult>
                """);
        assertThat(answer.root()).isEqualTo("ListVersionsResult");
        assertThat(answer.says("IsTruncated")).isTrue();
        assertThat(answer.value("NextKeyMarker")).isEmpty();
        assertThat(answer.parts("Version", "DeleteMarker").map(part -> part.value("Key")))
                .flatMap(key -> key.stream().toList())
                .containsExactly("a&b <€><c>", "d");
        assertThat(answer.parts("Version")).singleElement().satisfies(part -> {
            assertThat(part.says("IsLatest")).isFalse();
            assertThat(part.value("ID")).isEmpty();
        });
    }

    @Test
    void whatIsNoUtf8IsNoAnswer() {
        byte[] text = "<R><Key>??</Key></R>".getBytes(StandardCharsets.ISO_8859_1);
        text[8] = (byte) 0xED;
        text[9] = (byte) 0xA0;
        assertThatExceptionOfType(XmlParserException.class)
                .isThrownBy(() -> XmlAnswer.read(new ByteArrayInputStream(text)));
    }

    /** Else it would count for less than it is. */
    @Test
    void aPartWithoutValuesIsStillOne() throws Exception {
        assertThat(read("<R><Version/><Upload></Upload></R>").parts()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<R><Version></R>",
                "<R>",
                "<R/>trailing",
                "<R><Key>\u0001</Key></R>",
                "<!DOCTYPE R [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><R><Key>&e;</Key></R>"
            })
    void whatIsNoXmlIsNoAnswer(String text) {
        assertThatExceptionOfType(XmlParserException.class).isThrownBy(() -> read(text));
    }

    private static XmlAnswer readUrls(String xml) throws XmlParserException, IOException {
        return XmlAnswer.readUrls(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "&#x01;",
                "&#x1;",
                "&#1;",
                "&#x0C;",
                "&#x0c;",
                "&#x00;",
                "&#xFFFE;",
                "&#65535;",
                "&#xD800;",
                "\u0001",
                "\uFFFE"
            })
    void besideUrlsWhatXmlDoesNotHoldIsLost(String odd) throws Exception {
        String next = "a&amp;" + odd + "&#x41;&#9;&#38;#x1;😀";
        XmlAnswer answer = readUrls("<?xml version=\"1.0\" encoding=\"UTF-8\"?><R><Next>" + next
                + "</Next><Version><Key>a%01b%EF%BF%BD</Key></Version></R>");
        assertThat(answer.value("Next")).contains("a&\uFFFDA\t&#x1;😀");
        assertThat(answer.value("Next").map(XmlAnswer::hasLost)).contains(true);
        assertThat(answer.parts("Version").map(part -> part.value("Key").orElseThrow()))
                .containsExactly("a%01b%EF%BF%BD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<R><Version></R>",
                "<R>&#x01</R>",
                "<R>&#xFFFFFFFFF;</R>",
                "<R><Version><Key>a&#x01;</Key></Version></R>",
                "<R><Upload><Key>\uFFFD</Key></Upload></R>",
                "<!DOCTYPE R [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><R><Next>&e;</Next></R>"
            })
    void whatIsNoXmlOrHasLostAKeyIsNoAnswer(String text) {
        assertThatExceptionOfType(XmlParserException.class).isThrownBy(() -> readUrls(text));
    }

    /** A server may ignore that URL form is asked for; a key that comes so is taken as it stands. */
    @Test
    void aLineBreakInAKeyIsPartOfIt() throws Exception {
        assertThat(readUrls("<R><Version><Key>a\nb</Key></Version></R>").parts())
                .singleElement()
                .satisfies(part -> assertThat(part.value("Key")).contains("a\nb"));
    }

    @Test
    void aBodyThatBreaksOffIsAnOutageAndNoBadAnswer() {
        Buffer begun = new Buffer().writeUtf8("<R><Version>");
        InputStream broken = Okio.buffer(new ForwardingSource(begun) {
                    @Override
                    public long read(Buffer sink, long most) throws IOException {
                        if (begun.exhausted()) {
                            throw new IOException("reset");
                        }
                        return super.read(sink, most);
                    }
                })
                .inputStream();
        assertThatIOException().isThrownBy(() -> XmlAnswer.read(broken)).withMessage("reset");
        assertThatIOException().isThrownBy(() -> XmlAnswer.readUrls(broken)).withMessage("reset");
    }
}
