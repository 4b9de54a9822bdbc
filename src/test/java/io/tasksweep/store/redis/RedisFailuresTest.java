package io.tasksweep.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.FailureCode;
import java.io.IOException;
import java.net.ConnectException;
import java.security.cert.CertificateException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisFailuresTest {
    private static final String SEVERAL = "Cannot connect to any of the provided endpoints\n- ";

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "WRONGPASS invalid username-password pair or user is disabled., BAD_CREDENTIALS, false",
        "io.netty.channel.AbstractChannel$AnnotatedConnectException: Connection refused, UNAVAILABLE, true",
        "LOADING Redis is loading the dataset in memory, UNAVAILABLE, false",
        "javax.net.ssl.SSLHandshakeException: PKIX path building failed, BAD_CREDENTIALS, false"
    })
    void whatOneOfSeveralServersSaidIsUnderstood(String said, FailureCode code, boolean silence) {
        RuntimeException cause = new IllegalStateException(SEVERAL + said);
        assertThat(RedisFailures.explain(cause).code()).isEqualTo(code);
        assertThat(RedisFailures.isSilence(cause)).isEqualTo(silence);
    }

    @Test
    void whatNoRepeatMendsIsSaidFirst() {
        RuntimeException cause = new IllegalStateException(
                SEVERAL + "java.net.ConnectException: Connection refused\n- NOAUTH Authentication required.");
        assertThat(RedisFailures.explain(cause).code()).isEqualTo(FailureCode.BAD_CREDENTIALS);
        assertThat(RedisFailures.isSilence(cause)).isFalse();
    }

    @Test
    void oneWhoIsNotWhoItShouldBeHasAnsweredAllTheSame() {
        IOException cause = new SSLHandshakeException("of the host 10.0.0.1");
        cause.initCause(new CertificateException("No subject alternative names matching IP address 10.0.0.1 found"));
        assertThat(RedisFailures.explain(cause).code()).isEqualTo(FailureCode.BAD_CREDENTIALS);
        assertThat(RedisFailures.explain(cause).message()).doesNotContain("10.0.0.1");
        assertThat(RedisFailures.isSilence(cause)).isFalse();
    }

    @Test
    void aRefusedConnectionAndNoAnswerAreSilence() {
        assertThat(RedisFailures.isSilence(new ConnectException("Connection refused")))
                .isTrue();
        assertThat(RedisFailures.isSilence(new TimeoutException())).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"MOVED 1 127.0.0.1:7000", "ASK 1 127.0.0.1:7000", "TRYAGAIN Multiple keys request during rehashing"})
    void keysOnTheMoveAreAPassingFault(String said) {
        assertThat(RedisFailures.explain(new IllegalStateException(said)).code())
                .isEqualTo(FailureCode.BUSY);
    }
}
