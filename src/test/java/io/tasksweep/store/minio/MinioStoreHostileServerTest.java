package io.tasksweep.store.minio;

import static io.tasksweep.store.minio.TestingMinioStores.only;
import static io.tasksweep.testing.Awaiting.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.Unit;
import io.tasksweep.store.minio.HostileS3.Answer;
import io.tasksweep.store.minio.HostileS3.Request;
import io.tasksweep.testing.ErrorLog;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that is broken or malicious. What is asked of the store each time: the truth, and an end. */
class MinioStoreHostileServerTest extends AgainstHostileS3 {
    private FailureCode whyNoLook() {
        return store.explain(failureOf(store.survey(TASK))).code();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<ListBucketResult/>",
                "<html><body>Welcome</body></html>",
                "<ListVersionsResult><Name>b</Name><Version/></ListVersionsResult>",
                "<ListBucketResult><Name>b</Name><Contents><Key>task-1/a</Key></Contents></ListBucketResult>"
            })
    void anAnswerThatSaysTooLittleIsNoEmptyListing(String said) {
        s3.holding(1);
        s3.always(request -> request.query().containsKey("uploads"), Answer.error(501, "NotImplemented"));
        s3.always(request -> !request.deletes(), Answer.xml(200, said));
        assertThat(whyNoLook()).isEqualTo(FailureCode.BAD_ANSWER);
        assertThat(only(erase())).isEqualTo(FailureCode.BAD_ANSWER);
        assertThat(s3.keys()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "AccessDenied, AccessDenied, ACCESS_DENIED, false",
        "InternalError, InternalError, UNAVAILABLE, true",
        "AccessDenied, InternalError, UNAVAILABLE, true"
    })
    @Tag("F38")
    void f38ThreeKeysOfTheFirstBatchHaveErrorsAndAllOthersGo(
            String first, String others, FailureCode worthiest, boolean retriable) {
        Map<String, String> errors = Map.of(
                "task-1/frames/000007.jpg", first,
                "task-1/frames/000008.jpg", others,
                "task-1/frames/000999.jpg", others);
        s3.holding(2_500)
                .trick(request -> request.deletes() ? Optional.of(s3.delete(request, errors)) : Optional.empty());
        Erased erased = erase();
        assertThat(s3.keys()).containsExactlyInAnyOrderElementsOf(errors.keySet());
        assertThat(erased.gone().get(Unit.OBJECTS)).isEqualTo(2_497);
        assertThat(Failure.worthiest(erased.failures())).hasValueSatisfying(why -> {
            assertThat(why.code()).isEqualTo(worthiest);
            assertThat(why.retriable()).isEqualTo(retriable);
            assertThat(why.message()).contains("'frames/000").doesNotContain("task-1/");
        });
    }

    @Test
    @Tag("F38")
    void f38AnErrorThatPassesIsMendedByTheNextPass() {
        Map<String, String> errors = Map.of("task-1/frames/000007.jpg", "InternalError");
        AtomicInteger deletions = new AtomicInteger();
        s3.holding(2_500)
                .trick(request -> request.deletes() && deletions.incrementAndGet() == 1
                        ? Optional.of(s3.delete(request, errors))
                        : Optional.empty());
        Erased erased = erase();
        assertThat(erased.failures()).isEmpty();
        assertThat(erased.gone().get(Unit.OBJECTS)).isEqualTo(2_500);
        assertThat(s3.keys()).isEmpty();
    }

    @Test
    @Tag("F40")
    void f40ADeletionWhoseAnswerIsLostCountsByWhatIsListedAfterwards() {
        s3.holding(1_200);
        s3.trick(request -> {
            if (request.deletes()) {
                s3.delete(request, Map.of());
                return Optional.of(new Answer(502, "bad gateway", Map.of()));
            }
            return Optional.empty();
        });
        Erased erased = erase();
        assertThat(erased.failures()).isEmpty();
        assertThat(erased.gone().get(Unit.OBJECTS)).isEqualTo(1_200);
    }

    @Test
    @Tag("F41")
    void f41TheSameTokenForEver() {
        List<String> key = List.of("task-1/again");
        s3.always(Request::lists, HostileS3.listing(key, true, "token"));
        assertThat(only(erase())).isEqualTo(FailureCode.BAD_ANSWER);
        assertThat(s3.requests()).hasSizeLessThan(50);
    }

    @Test
    @Tag("F41")
    void f41TokensInACircleWithEmptyPages() {
        AtomicInteger count = new AtomicInteger();
        s3.trick(request -> request.lists()
                ? Optional.of(HostileS3.listing(List.of(), true, "token-" + count.getAndIncrement() % 3))
                : Optional.empty());
        assertThat(only(erase())).isEqualTo(FailureCode.BAD_ANSWER);
        assertThat(whyNoLook()).isEqualTo(FailureCode.BAD_ANSWER);
        assertThat(s3.requests()).hasSizeLessThan(50);
    }

    /** To each of these tokens, the first being empty, that page and that next token; the second time as it should be. */
    private void listOnce(Map<String, Answer> pages) {
        Set<String> answered = ConcurrentHashMap.newKeySet();
        s3.trick(request -> {
            String token = request.query().getOrDefault("continuation-token", "");
            boolean first = request.lists() && answered.add(token);
            return first ? Optional.ofNullable(pages.get(token)) : Optional.empty();
        });
    }

    private void assertAllGoneAndCountedOnce(int objects) {
        Erased erased = erase();
        assertThat(erased.failures()).isEmpty();
        assertThat(erased.gone().get(Unit.OBJECTS)).isEqualTo(objects);
        assertThat(erased.gone().get(Unit.BYTES)).isEqualTo(7L * objects);
        assertThat(s3.keys()).isEmpty();
    }

    /** With one question more, to which nothing was left. */
    private void assertReadInOnePass(int pages) {
        assertThat(s3.requests()).filteredOn(Request::lists).hasSize(pages + 1);
    }

    @Test
    @Tag("F41")
    void f41APageTwice() {
        List<String> all = s3.holding(10).keys();
        listOnce(Map.of(
                "", HostileS3.listing(all.subList(0, 5), true, "t1"),
                "t1", HostileS3.listing(all.subList(0, 5), true, "t2"),
                "t2", HostileS3.listing(all.subList(5, 10), false, "")));
        assertAllGoneAndCountedOnce(10);
    }

    /** Not as S3 has it, but nothing is lost by it; not even where the last page has nothing else. */
    @Test
    @Tag("F41")
    void f41PagesThatBeginWithTheLastOfThePageBefore() {
        List<String> all = s3.holding(9).keys();
        listOnce(Map.of(
                "", HostileS3.listing(all.subList(0, 5), true, "t1"),
                "t1", HostileS3.listing(all.subList(4, 9), true, "t2"),
                "t2", HostileS3.listing(all.subList(8, 9), false, "")));
        assertAllGoneAndCountedOnce(9);
        assertReadInOnePass(3);
        assertThat(s3.requests())
                .filteredOn(Request::deletes)
                .flatMap(Request::keys)
                .doesNotHaveDuplicates();
    }

    @Test
    @Tag("F41")
    void f41PagesInAnotherOrderThanS3HasThem() {
        List<String> all = s3.holding(10).keys();
        listOnce(Map.of(
                "", HostileS3.listing(all.subList(5, 10), true, "t1"),
                "t1", HostileS3.listing(all.subList(0, 5), false, "")));
        assertAllGoneAndCountedOnce(10);
        assertReadInOnePass(2);
    }

    @Test
    void emptyPagesInBetweenAreNoCircle() {
        List<String> all = s3.holding(10).keys();
        Answer rest = HostileS3.listing(all.subList(5, 10), false, "");
        Map<String, Answer> pages =
                new HashMap<>(Map.of("", HostileS3.listing(all.subList(0, 5), true, "t1"), "t9", rest));
        IntStream.range(1, 9).forEach(n -> pages.put("t" + n, HostileS3.listing(List.of(), true, "t" + (n + 1))));
        listOnce(pages);
        assertAllGoneAndCountedOnce(10);
        assertReadInOnePass(10);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    @Tag("F41")
    void f41TheSamePagesForEverUnderNewTokens(int pages) {
        AtomicInteger count = new AtomicInteger();
        s3.trick(request -> request.lists() ? Optional.of(endless(pages, count.getAndIncrement())) : Optional.empty());
        assertThat(only(erase())).isEqualTo(FailureCode.BAD_ANSWER);
        assertThat(s3.requests()).hasSizeLessThan(100);
    }

    private static Answer endless(int pages, int asked) {
        return HostileS3.listing(List.of("task-1/a" + asked % pages, "task-1/b" + asked % pages), true, "t" + asked);
    }

    @Test
    @Tag("F41")
    void f41AVersionsPageTwice() {
        s3.put("task-1/a");
        AtomicInteger listings = new AtomicInteger();
        s3.trick(request -> {
            int listed = request.query().containsKey("versions") ? listings.getAndIncrement() : -1;
            return switch (listed) {
                case -1 -> Optional.empty();
                case 0, 1 -> Optional.of(versions("task-1/a", listed));
                default -> Optional.of(versions("", listed));
            };
        });
        Erased erased = erase();
        assertThat(erased.gone().get(Unit.OBJECTS) + erased.gone().get(Unit.VERSIONS))
                .isEqualTo(1_000);
        assertThat(erased.failures()).isEmpty();
    }

    /** A page that is full of one key's versions, if there is a key; more are to come for as long as there is one. */
    private static Answer versions(String key, int listed) {
        String all = IntStream.range(0, key.isEmpty() ? 0 : 1_000)
                .mapToObj(n -> "<Version><Key>" + key + "</Key><VersionId>v" + n + "</VersionId><IsLatest>" + (n == 0)
                        + "</IsLatest><LastModified>2026-01-01T00:00:00Z</LastModified><Size>7</Size></Version>")
                .collect(Collectors.joining());
        String next = key.isEmpty() ? "" : "<NextKeyMarker>" + key + listed + "</NextKeyMarker>";
        return Answer.xml(
                200,
                "<ListVersionsResult><Name>b</Name><IsTruncated>" + !key.isEmpty() + "</IsTruncated>" + next + all
                        + "</ListVersionsResult>");
    }

    @Test
    @Tag("F41")
    void f41TruncatedWithoutAToken() {
        s3.always(Request::lists, HostileS3.listing(List.of("task-1/a"), true, ""));
        assertThat(only(erase())).isEqualTo(FailureCode.BAD_ANSWER);
    }

    @Test
    @Tag("F41")
    void f41AKeyOutsideThePrefixIsNeverDeleted() {
        s3.put("task-10/foreign");
        s3.always(Request::lists, HostileS3.listing(List.of("task-1/a", "task-10/foreign"), false, ""));
        assertThat(only(erase())).isEqualTo(FailureCode.BAD_ANSWER);
        assertThat(whyNoLook()).isEqualTo(FailureCode.BAD_ANSWER);
        assertThat(s3.requests()).noneMatch(Request::deletes);
        assertThat(s3.keys()).containsExactly("task-10/foreign");
    }

    @Test
    @Tag("F41")
    void f41GhostsAfterTheirDeletionAreABadAnswerAndCountForNothing() {
        s3.always(Request::lists, HostileS3.listing(List.of("task-1/ghost"), false, ""));
        Erased erased = erase();
        assertThat(only(erased)).isEqualTo(FailureCode.BAD_ANSWER);
        assertThat(erased.gone().isEmpty()).isTrue();
        assertThat(s3.requests()).hasSizeLessThan(50);
    }

    @Test
    void aWriterThatNeverStopsIsNoGhostAndTheStoreGivesUp() {
        AtomicInteger count = new AtomicInteger();
        s3.trick(request -> request.lists()
                ? Optional.of(HostileS3.listing(List.of("task-1/a"), false, "", "etag-" + count.getAndIncrement()))
                : Optional.empty());
        Erased erased = erase();
        assertThat(erased.failures()).isEmpty();
        assertThat(erased.gone().get(Unit.OBJECTS)).isEqualTo(5);
        assertThat(s3.requests()).hasSizeLessThan(50);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectIsNotFollowed(int status) {
        try (HostileS3 second = new HostileS3()) {
            Map<String, String> away = Map.of("Location", "http://127.0.0.1:" + second.port() + "/yivideo?list-type=2");
            s3.always(request -> true, new Answer(status, "", away));
            assertThat(whyNoLook()).isEqualTo(FailureCode.BAD_ANSWER);
            assertThat(only(erase())).isEqualTo(FailureCode.BAD_ANSWER);
            assertThat(second.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "",
                "<html><body>login</body></html>",
                "<ListBucketResult><Name>b</Name>",
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><ListBucketResult><Name>&e;</Name>"
                        + "</ListBucketResult>",
                "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><ListBucketResult><Name>&b;</Name>"
                        + "</ListBucketResult>"
            })
    void aListingThatIsNoneIsABadAnswer(String body) {
        s3.always(Request::lists, Answer.xml(200, body));
        assertThat(whyNoLook()).isEqualTo(FailureCode.BAD_ANSWER);
        assertThat(only(erase())).isEqualTo(FailureCode.BAD_ANSWER);
    }

    @Test
    void anAnswerWithoutEndIsABadAnswer() {
        String much = "x".repeat((int) AnswerGuard.MOST_BYTES);
        s3.always(Request::lists, Answer.xml(200, "<ListBucketResult><Name>" + much + "</Name></ListBucketResult>"));
        assertThat(whyNoLook()).isEqualTo(FailureCode.BAD_ANSWER);
    }

    @Test
    void aDeletionThatIsAnsweredWithSomethingElseIsNoSuccess() {
        s3.holding(1);
        s3.always(Request::deletes, Answer.xml(200, "<html><body>login</body></html>"));
        Erased erased = erase();
        assertThat(only(erased)).isEqualTo(FailureCode.BAD_ANSWER);
        assertThat(erased.gone().isEmpty()).isTrue();
        assertThat(s3.keys()).isNotEmpty();
    }

    @Test
    void aWrongRegionIsNoPassingFault() {
        s3.holding(2);
        s3.always(request -> true, Answer.error(400, "AuthorizationHeaderMalformed"));
        Erased erased = erase();
        assertThat(only(erased)).isEqualTo(FailureCode.BAD_CREDENTIALS);
        assertThat(erased.failures().get(0).message()).contains("the region is wrong");
    }

    /** As Ceph does, which reads no more of a request. */
    @Test
    void longKeysAreRemovedSomeAtATime() {
        for (int i = 0; i < 1_000; i++) {
            s3.put("task-1/" + "x".repeat(1_015) + i);
        }
        s3.trick(request -> request.deletes() && request.body().length() > 1 << 20
                ? Optional.of(Answer.error(416, "InvalidRange"))
                : Optional.empty());
        assertThat(erase().failures()).isEmpty();
        assertThat(s3.keys()).isEmpty();
    }

    /** The client cannot be given another clock, so the server says what it would say of one. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("F45")
    void f45AClockThatIsOffIsSaidAndNoRepeatHelps(boolean onlyDeletions) {
        s3.holding(2);
        s3.always(request -> request.deletes() || !onlyDeletions, Answer.error(403, "RequestTimeTooSkewed"));
        Erased erased = erase();
        assertThat(only(erased)).isEqualTo(FailureCode.BAD_CREDENTIALS);
        assertThat(erased.failures().get(0).retriable()).isFalse();
        assertThat(erased.failures().get(0).message()).contains("the clocks differ");
        assertThat(erased.gone().isEmpty()).isTrue();
        assertThat(s3.keys()).hasSize(2);
    }

    @Test
    void anErrorOfAWholeBatchInA200() {
        s3.holding(1);
        s3.always(Request::deletes, Answer.error(200, "InternalError"));
        assertThat(only(erase())).isEqualTo(FailureCode.UNAVAILABLE);
    }

    private static List<String> logged(ErrorLog log, String code) {
        return log.lines().stream()
                .filter(line -> line.startsWith(MinioFailures.class.getName()) && line.contains(code))
                .toList();
    }

    @Test
    void aCodeThatNobodyHasForeseenIsInTheLogOnceForAllObjects() {
        s3.holding(2_500);
        Map<String, String> errors =
                s3.keys().stream().collect(Collectors.toUnmodifiableMap(key -> key, key -> "XMinioStorageFull"));
        s3.trick(request -> request.deletes() ? Optional.of(s3.delete(request, errors)) : Optional.empty());
        try (ErrorLog log = ErrorLog.open()) {
            assertThat(only(erase())).isEqualTo(FailureCode.INTERNAL);
            assertThat(logged(log, "XMinioStorageFull")).hasSize(1);
        }
    }

    @Test
    void aCodeThatNobodyHasForeseenOfAWholeBatchIsInTheLogOnceInEachPass() {
        s3.holding(2_500);
        s3.always(Request::deletes, Answer.error(200, "MalformedXML"));
        try (ErrorLog log = ErrorLog.open()) {
            assertThat(only(erase())).isEqualTo(FailureCode.INTERNAL);
            long batches = s3.requests().stream().filter(Request::deletes).count();
            assertThat(logged(log, "MalformedXML")).hasSize((int) batches / 3);
        }
    }

    @Test
    void aServerThatMakesUpCodesFillsNoLog() {
        s3.holding(1_000);
        Map<String, String> errors = s3.keys().stream()
                .collect(Collectors.toUnmodifiableMap(key -> key, key -> "Code" + key + "x".repeat(500)));
        s3.trick(request -> request.deletes() ? Optional.of(s3.delete(request, errors)) : Optional.empty());
        try (ErrorLog log = ErrorLog.open()) {
            assertThat(only(erase())).isEqualTo(FailureCode.INTERNAL);
            assertThat(logged(log, "Code")).hasSize(8).allMatch(line -> line.length() < 300);
        }
    }
}
