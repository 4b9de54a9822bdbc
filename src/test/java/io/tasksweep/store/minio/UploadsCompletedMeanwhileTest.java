package io.tasksweep.store.minio;

import static io.tasksweep.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.Unit;
import io.tasksweep.store.minio.HostileS3.Answer;
import io.tasksweep.store.minio.HostileS3.Request;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An upload that is completed leaves the list of uploads and is an object from then on. Here that happens in the worst moment: what was
 * asked at the same time has been answered without the object, and the list of uploads is answered without the upload.
 */
@Tag("F44")
class UploadsCompletedMeanwhileTest extends AgainstHostileS3 {
    private static final String COMPLETED = "task-1/completed";
    private static final Answer NO_UPLOADS = Answer.xml(
            200,
            "<ListMultipartUploadsResult><Bucket>b</Bucket><IsTruncated>false</IsTruncated></ListMultipartUploadsResult>");

    /** How long the list of uploads is held back for what was asked with it. */
    private static final long OTHERS_MILLIS = 300;

    private final AtomicBoolean completed = new AtomicBoolean();
    private volatile CompletableFuture<Boolean> seenEmpty = new CompletableFuture<>();

    private void completeAnUpload(boolean withVersions) {
        s3.trick(request -> request.query().containsKey("uploads") ? Optional.of(uploads()) : Optional.empty());
        s3.trick(request -> shows(request, withVersions) ? Optional.of(objects(request)) : Optional.empty());
    }

    private static boolean shows(Request request, boolean withVersions) {
        return request.lists() || (withVersions && request.query().containsKey("versions"));
    }

    private Answer uploads() {
        if (completed.compareAndSet(false, true)) {
            seenEmpty = new CompletableFuture<Boolean>().completeOnTimeout(true, OTHERS_MILLIS, TimeUnit.MILLISECONDS);
            seenEmpty.join();
            s3.put(COMPLETED);
        }
        return NO_UPLOADS;
    }

    private Answer objects(Request request) {
        List<String> keys = s3.keys();
        Answer answer = request.lists() ? s3.list(request) : versions(keys);
        if (keys.isEmpty()) {
            seenEmpty.complete(true);
        }
        return answer;
    }

    private static Answer versions(List<String> keys) {
        String shown = keys.stream()
                .map(key -> "<Version><Key>" + key + "</Key><VersionId>null</VersionId><IsLatest>true</IsLatest>"
                        + "<LastModified>2026-01-01T00:00:00.000Z</LastModified><Size>1</Size></Version>")
                .collect(Collectors.joining());
        return Answer.xml(200, "<ListVersionsResult><Name>b</Name>" + shown + "</ListVersionsResult>");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void f44WhatItBecomesGoesWithTheOtherObjects(boolean withVersions) {
        s3.holding(3);
        completeAnUpload(withVersions);
        Erased erased = erase();
        assertThat(s3.keys()).isEmpty();
        assertThat(erased.failures()).isEmpty();
        assertThat(erased.gone().get(Unit.OBJECTS)).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void f44WhatItBecomesGoesWhereThereWasNothingElse(boolean withVersions) {
        completeAnUpload(withVersions);
        assertThat(erase().gone().get(Unit.OBJECTS)).isEqualTo(1);
        assertThat(s3.keys()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void f44ALookSeesWhatItBecomes(boolean withVersions) {
        completeAnUpload(withVersions);
        assertThat(await(store.survey(TASK))).isEqualTo(Evidence.of(Unit.OBJECTS, 1));
    }

    @Test
    void objectsGoThoughUploadsCannotBeListed() {
        s3.holding(3);
        s3.always(request -> request.query().containsKey("uploads"), Answer.error(403, "AccessDenied"));
        assertThat(erase().gone().get(Unit.OBJECTS)).isEqualTo(3);
        assertThat(s3.keys()).isEmpty();
    }
}
