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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An upload that is completed leaves the list of uploads and is an object from then on. Here that happens in the worst moment: what was
 * asked at the same time has been answered without the object, and the list of uploads is answered without the upload.
 */
@Tag("F44")
class UploadsCompletedMeanwhileTest extends AgainstHostileS3 {
    /** What the server's listing of versions has: all objects, none of those without a version, or there is no such listing. */
    private enum Versions {
        ALL,
        NONE,
        NOT_LISTED
    }

    private static final String COMPLETED = "task-1/completed";
    private static final Answer NO_UPLOADS = Answer.xml(
            200,
            "<ListMultipartUploadsResult><Bucket>b</Bucket><IsTruncated>false</IsTruncated></ListMultipartUploadsResult>");

    private static final Answer ONE_UPLOAD = Answer.xml(
            200,
            "<ListMultipartUploadsResult><Bucket>b</Bucket><IsTruncated>false</IsTruncated><Upload><Key>task-1/open</Key>"
                    + "<UploadId>u</UploadId></Upload></ListMultipartUploadsResult>");

    /** How long the list of uploads is held back for what was asked with it. */
    private static final long OTHERS_MILLIS = 300;

    private final AtomicBoolean completed = new AtomicBoolean();
    private volatile CompletableFuture<Boolean> seenEmpty = new CompletableFuture<>();

    private void completeAnUpload(Versions versions) {
        s3.trick(request -> request.query().containsKey("uploads") ? Optional.of(uploads()) : Optional.empty());
        s3.trick(request -> shows(request, versions) ? Optional.of(objects(request, versions)) : Optional.empty());
    }

    private static boolean shows(Request request, Versions versions) {
        return request.lists()
                || (versions != Versions.NOT_LISTED && request.query().containsKey("versions"));
    }

    private Answer uploads() {
        if (completed.compareAndSet(false, true)) {
            seenEmpty = new CompletableFuture<Boolean>().completeOnTimeout(true, OTHERS_MILLIS, TimeUnit.MILLISECONDS);
            seenEmpty.join();
            s3.put(COMPLETED);
        }
        return NO_UPLOADS;
    }

    private Answer objects(Request request, Versions versions) {
        List<String> keys = s3.keys();
        Answer answer = request.lists() ? s3.list(request) : versions(versions == Versions.ALL ? keys : List.of());
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
    @EnumSource
    void f44WhatItBecomesGoesWithTheOtherObjects(Versions versions) {
        s3.holding(3);
        completeAnUpload(versions);
        Erased erased = erase();
        assertThat(s3.keys()).isEmpty();
        assertThat(erased.failures()).isEmpty();
        assertThat(erased.gone().get(Unit.OBJECTS)).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource
    void f44WhatItBecomesGoesWhereThereWasNothingElse(Versions versions) {
        completeAnUpload(versions);
        assertThat(erase().gone().get(Unit.OBJECTS)).isEqualTo(1);
        assertThat(s3.keys()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void f44ALookSeesWhatItBecomes(Versions versions) {
        completeAnUpload(versions);
        assertThat(await(store.survey(TASK))).isEqualTo(Evidence.of(Unit.OBJECTS, 1));
    }

    @Test
    void anUploadThatBeginsWhileALateObjectIsRemovedIsAborted() {
        AtomicInteger lists = new AtomicInteger();
        AtomicBoolean open = new AtomicBoolean();
        s3.holding(1);
        s3.trick(request -> {
            if (request.lists() && lists.incrementAndGet() == 2) {
                s3.put("task-1/late");
                open.set(true);
            }
            return Optional.empty();
        });
        s3.trick(request -> request.query().containsKey("uploadId")
                ? Optional.of(Answer.xml(open.getAndSet(false) ? 204 : 404, ""))
                : Optional.empty());
        s3.always(request -> request.query().containsKey("uploads") && !open.get(), NO_UPLOADS);
        s3.always(request -> request.query().containsKey("uploads"), ONE_UPLOAD);
        assertThat(erase().gone().get(Unit.UPLOADS)).isEqualTo(1);
        assertThat(s3.keys()).isEmpty();
        assertThat(open).isFalse();
    }

    @Test
    void objectsGoThoughUploadsCannotBeListed() {
        s3.holding(3);
        s3.always(request -> request.query().containsKey("uploads"), Answer.error(403, "AccessDenied"));
        assertThat(erase().gone().get(Unit.OBJECTS)).isEqualTo(3);
        assertThat(s3.keys()).isEmpty();
    }
}
