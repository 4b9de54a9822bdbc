package io.tasksweep.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisFailuresTest {
    private static final String SEVERAL = "Cannot connect to any of the provided endpoints\n- ";

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "WRONGPASS invalid username-password pair or user is disabled., BAD_CREDENTIALS, false",
        "io.netty.channel.AbstractChannel$AnnotatedConnectException: Connection refused, UNAVAILABLE, true",
        "LOADING Redis is loading the dataset in memory, UNAVAILABLE, false",
        "ERR [0] NOAUTH Authentication required., BAD_CREDENTIALS, false",
        "javax.net.ssl.SSLHandshakeException: PKIX path building failed, BAD_CREDENTIALS, false"
    })
    void whatOneOfSeveralServersSaidIsUnderstood(String said, FailureCode code, boolean silence) {
        for (Throwable cause :
                List.of(new IllegalStateException(SEVERAL + said), new ConnectException(SEVERAL + said))) {
            assertThat(RedisFailures.explain(cause).code()).isEqualTo(code);
            assertThat(RedisFailures.isSilence(cause)).isEqualTo(silence);
        }
    }

    /** Of a batch, the client keeps no exception but its text. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.io.IOException: Broken pipe",
                "java.io.IOException: Connection reset by peer",
                "io.netty.channel.StacklessClosedChannelException",
                "CONNECTION_CLOSED"
            })
    void aLineThatBreaksUnderABatchIsSilence(String text) {
        Throwable cause = new IllegalStateException("ERR [0] " + text + "\nERR [1] " + text);
        assertThat(RedisFailures.explain(cause).code()).isEqualTo(FailureCode.UNAVAILABLE);
        assertThat(RedisFailures.isSilence(cause)).isTrue();
    }

    @Test
    void ofSeveralWhoFailWhatNoRepeatMendsCounts() {
        Throwable silent = new TimeoutException();
        Throwable refusal = new IllegalStateException("NOAUTH Authentication required.");
        assertThat(RedisFailures.gravest(List.of(Future.failedFuture(silent), Future.failedFuture(refusal)), silent))
                .isSameAs(refusal);
        assertThat(RedisFailures.gravest(List.of(Future.succeededFuture(), Future.failedFuture(silent)), silent))
                .isSameAs(silent);
    }

    /** The name of a host is part of what the JDK says. */
    @Test
    void whoCannotBeReachedIsSilentWhateverTheHostIsCalled() {
        for (IOException cause : List.of(
                new NoRouteToHostException("No route to host: redis-pool.svc/10.0.0.3:6379"),
                new UnknownHostException("redis-pool.svc"))) {
            assertThat(RedisFailures.explain(cause).code()).isEqualTo(FailureCode.UNAVAILABLE);
            assertThat(RedisFailures.isSilence(cause)).isTrue();
        }
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
    @Tag("I16")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "LOADING Redis is loading the dataset in memory | unavailable | true",
                "CLUSTERDOWN The cluster is down | unavailable | true",
                "CLUSTERDOWN Hash slot not served | unavailable | true",
                "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'. | unavailable | true",
                "NOREPLICAS Not enough good replicas to write. | unavailable | true",
                "MISCONF Redis is configured to save RDB snapshots, but it is unable to persist on disk. | unavailable | true",
                "READONLY You can't write against a read only replica. | unavailable | true",
                "MOVED 1 127.0.0.1:7000 | busy | true",
                "ASK 1 127.0.0.1:7000 | busy | true",
                "TRYAGAIN Multiple keys request during rehashing of slot | busy | true",
                "BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE. | busy | true",
                "OOM command not allowed when used memory > 'maxmemory'. | out_of_memory | true",
                "OOM command not allowed when used memory > 'maxmemory'. script: 6f5e, on @user_script:1. | out_of_memory | true",
                "ERR Error running script (call to f_6f5e): @user_script:1: @user_script: 1: -OOM command not allowed when"
                        + " used memory > 'maxmemory'. | out_of_memory | true",
                "ERR [0] OOM command not allowed when used memory > 'maxmemory'. | out_of_memory | true",
                "NOAUTH Authentication required. | bad_credentials | false",
                "WRONGPASS invalid username-password pair or user is disabled. | bad_credentials | false",
                "ERR invalid password | bad_credentials | false",
                "ERR AUTH <password> called without any password configured for the default user. | bad_credentials | false",
                "NOPERM this user has no permissions to run the 'unlink' command | access_denied | false",
                "NOPERM this user has no permissions to access one of the keys used as arguments | access_denied | false",
                "ERR [1] NOPERM this user has no permissions to run the 'exists' command | access_denied | false",
                "WRONGTYPE Operation against a key holding the wrong kind of value | bad_answer | true",
                "ERR unknown command 'UNLINK' | unsupported | false",
                "ERR DB index is out of range | unsupported | false",
                "ERR SELECT is not allowed in cluster mode | unsupported | false",
                "ERR This instance has cluster support disabled | unsupported | false",
                "ERR No such master with that name | unsupported | false",
                "ERR max number of clients reached | unavailable | true",
                "DENIED Redis is running in protected mode because no password is set. In this mode connections are only accepted"
                        + " from the loopback interface. | access_denied | false",
                "ERR syntax error | bad_answer | true",
                "CONNECTION_CLOSED | unavailable | true",
                "Connection pool reached max wait queue size of 24 | unavailable | true",
                "something that nobody has foreseen | internal | true"
            })
    void whatRedisSaysIsSortedOnceAndFromThatFollowsWhetherARepeatCanHelp(
            String said, String label, boolean retriable) {
        Failure failure = RedisFailures.explain(new IllegalStateException(said));
        assertThat(failure.code().label()).isEqualTo(label);
        assertThat(failure.retriable()).isEqualTo(retriable);
        assertThat(failure.message()).endsWith(".").doesNotContain("127.0.0.1", "script:", "permissions");
    }

    static Stream<Arguments> silences() {
        return Stream.of(
                Arguments.of(new TimeoutException(), FailureCode.TIMEOUT),
                Arguments.of(new ConnectException("Connection refused: /127.0.0.1:6379"), FailureCode.UNAVAILABLE),
                Arguments.of(new IOException("Connection reset by peer"), FailureCode.UNAVAILABLE),
                Arguments.of(new UnknownHostException("redis.example"), FailureCode.UNAVAILABLE));
    }

    @ParameterizedTest
    @Tag("I16")
    @MethodSource("silences")
    void afterSilenceARepeatCanHelpHoweverDeepItLies(Throwable cause, FailureCode code) {
        for (Throwable one : List.of(cause, new IllegalStateException(cause))) {
            Failure failure = RedisFailures.explain(one);
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.retriable()).isTrue();
            assertThat(failure.message()).doesNotContain("127.0.0.1", "redis.example");
        }
    }
}
