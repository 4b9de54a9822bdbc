package io.tasksweep.store.minio;

import static io.tasksweep.store.minio.TestingMinioStores.only;
import static io.tasksweep.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.Unit;
import io.tasksweep.store.minio.HostileS3.Answer;
import io.tasksweep.store.minio.HostileS3.Request;
import io.tasksweep.testing.ErrorLog;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that have less than S3 has, and what must not be taken for that (F46). */
class MinioStoreOtherServersTest extends AgainstHostileS3 {
    @ParameterizedTest
    @CsvSource({
        "AccessDenied, 403, ACCESS_DENIED",
        "InternalError, 500, UNAVAILABLE",
        "NoSuchBucket, 404, BUCKET_MISSING"
    })
    @Tag("F46")
    void f46AnyOtherErrorOfTheVersionsListingIsAFailureAndNothingIsDeletedByKey(
            String code, int status, FailureCode said) {
        s3.holding(1);
        s3.always(request -> request.query().containsKey("versions"), Answer.error(status, code));
        assertThat(only(erase())).isEqualTo(said);
        assertThat(s3.requests()).noneMatch(Request::deletes);
    }

    @ParameterizedTest
    @CsvSource({"501, NotImplemented", "405, MethodNotAllowed", "400, NotImplemented"})
    @Tag("F46")
    void f46AServerWithoutVersionsAndUploadsIsServedByPlainListing(int status, String code) {
        s3.holding(5);
        s3.always(request -> !request.lists() && !request.deletes(), Answer.error(status, code));
        assertThat(erase())
                .isEqualTo(new Erased(
                                Evidence.of(Unit.OBJECTS, 5)
                                        .counts()
                                        .plus(Evidence.of(Unit.BYTES, 35).counts()),
                                List.of())
                        .leaving(Evidence.NOTHING));
    }

    @Test
    @Tag("F46")
    void f46WhatAServerHasNotIsAskedForOnce() {
        s3.holding(2_500);
        assertThat(erase().failures()).isEmpty();
        assertThat(s3.requests())
                .filteredOn(request -> !request.lists() && !request.deletes())
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("F46")
    void f46WhatAServerHasNotIsInTheLogOnceHoweverManyTasks(boolean ignores) {
        s3.trick(request ->
                ignores && request.query().containsKey("versions") ? Optional.of(s3.list(request)) : Optional.empty());
        try (ErrorLog log = ErrorLog.openForWarnings()) {
            for (int task = 0; task < 3; task++) {
                s3.holding(1);
                assertThat(erase().failures()).isEmpty();
                assertThat(await(store.survey(TASK)).isEmpty()).isTrue();
            }
            assertThat(log.lines()).containsExactlyInAnyOrder(notListed("versions"), notListed("incomplete uploads"));
        }
    }

    private static String notListed(String sort) {
        return MissingListings.class.getName() + ": The object store cannot list " + sort
                + ": should it have any, they are not deleted.";
    }

    @Test
    @Tag("F46")
    void f46AServerThatListsEverythingIsNotInTheLog() {
        showOneVersion("null");
        s3.always(
                request -> request.query().containsKey("uploads"),
                Answer.xml(200, "<ListMultipartUploadsResult><Bucket>b</Bucket></ListMultipartUploadsResult>"));
        try (ErrorLog log = ErrorLog.openForWarnings()) {
            assertThat(erase().failures()).isEmpty();
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    @Tag("F46")
    void f46AListingThatBreaksOffIsNoneThatTheServerHasNot() {
        s3.trick(request -> request.query().containsKey("versions")
                ? Optional.of(
                        request.query().containsKey("key-marker")
                                ? Answer.error(501, "NotImplemented")
                                : Answer.xml(
                                        200,
                                        "<ListVersionsResult><Name>b</Name><IsTruncated>true</IsTruncated>"
                                                + "<NextKeyMarker>task-1/a</NextKeyMarker></ListVersionsResult>"))
                : Optional.empty());
        assertThat(only(erase())).isEqualTo(FailureCode.UNSUPPORTED);
    }

    @Test
    @Tag("F46")
    void f46AServerThatIgnoresTheQuestionForVersionsIsServedByPlainListing() {
        s3.holding(5);
        s3.trick(request -> request.query().containsKey("versions") ? Optional.of(s3.list(request)) : Optional.empty());
        assertThat(erase().failures()).isEmpty();
        assertThat(s3.keys()).isEmpty();
    }

    @Test
    void aVersionThatAppearsAfterTheirListingIsNeverDeletedByItsKey() {
        AtomicInteger asked = new AtomicInteger();
        s3.put("task-1/a");
        s3.trick(request -> request.query().containsKey("versions")
                ? Optional.of(versions(asked.getAndIncrement() > 0 && !s3.keys().isEmpty()))
                : Optional.empty());
        assertThat(erase().failures()).isEmpty();
        assertThat(s3.keys()).isEmpty();
        assertThat(s3.requests())
                .filteredOn(Request::deletes)
                .isNotEmpty()
                .allMatch(request -> request.body().contains("<VersionId>v1</VersionId>"));
    }

    /** A listing of versions that shows one key alone, in that version, for as long as it is there. */
    private void showOneVersion(String id) {
        s3.put("task-1/a");
        s3.trick(request -> request.query().containsKey("versions")
                ? Optional.of(version(s3.keys().contains("task-1/a"), id))
                : Optional.empty());
    }

    @Test
    void whatAListingOfVersionsShowsAnywayIsNotAskedForASecondTime() {
        showOneVersion("null");
        assertThat(erase().gone().get(Unit.OBJECTS)).isEqualTo(1);
        assertThat(s3.keys()).isEmpty();
        assertThat(s3.requests()).noneMatch(Request::lists);
    }

    @Test
    void whatItLeavesOutBesideVersionsIsFound() {
        showOneVersion("v1");
        s3.put("task-1/without a version");
        assertThat(erase().failures()).isEmpty();
        assertThat(s3.keys()).isEmpty();
    }

    @Test
    void whatItLeavesOutWhereItShowsNothingIsFound() {
        showOneVersion("null");
        assertThat(erase().failures()).isEmpty();
        s3.put("task-1/without a version");
        assertThat(erase().gone().get(Unit.OBJECTS)).isEqualTo(1);
        assertThat(s3.keys()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"501, NotImplemented, false", "200, none, true"})
    @Tag("F46")
    void f46AnotherServerThatAnswersMeanwhileWithoutVersionsIsServedByPlainListing(
            int status, String code, boolean ignores) {
        AtomicInteger asked = new AtomicInteger();
        s3.put("task-1/written since");
        s3.trick(request -> request.query().containsKey("versions") && asked.getAndIncrement() > 0
                ? Optional.of(ignores ? s3.list(request) : Answer.error(status, code))
                : Optional.empty());
        showOneVersion("null");
        assertThat(erase().failures()).isEmpty();
        assertThat(s3.keys()).isEmpty();
    }

    private static Answer versions(boolean there) {
        return version(there, "v1");
    }

    private static Answer version(boolean there, String id) {
        String version = "<Version><Key>task-1/a</Key><VersionId>" + id + "</VersionId><IsLatest>true</IsLatest>"
                + "<LastModified>2026-01-01T00:00:00.000Z</LastModified><Size>1</Size></Version>";
        return Answer.xml(200, "<ListVersionsResult><Name>b</Name>" + (there ? version : "") + "</ListVersionsResult>");
    }
}
