package io.tasksweep.store.minio;

import java.io.IOException;
import java.net.ProtocolException;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;
import org.jspecify.annotations.Nullable;

/**
 * Limits what we accept from a server. An answer larger than {@link #MOST_BYTES} fails before it can fill the memory. An error that
 * is not S3's XML becomes an {@link UnexpectedStatus}, since minio-java gives its status only within a sentence.
 */
final class AnswerGuard implements Interceptor {
    /** Twice the size of 1 000 names of 1 024 bytes, with three characters for each byte, and the markup around them. */
    static final long MOST_BYTES = 8L << 20;

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        ResponseBody body = response.body();
        if (!response.isSuccessful() && !isXml(body.contentType())) {
            response.close();
            throw new UnexpectedStatus(response.code());
        }
        return response.newBuilder().body(limited(body)).build();
    }

    private static boolean isXml(@Nullable MediaType type) {
        return type != null
                && type.type().equals("application")
                && type.subtype().equals("xml");
    }

    private static ResponseBody limited(ResponseBody body) {
        return ResponseBody.create(
                Okio.buffer(new LimitedSource(body.source())), body.contentType(), body.contentLength());
    }

    private static final class LimitedSource extends ForwardingSource {
        private long left = MOST_BYTES;

        private LimitedSource(Source source) {
            super(source);
        }

        @Override
        public long read(Buffer sink, long byteCount) throws IOException {
            long read = super.read(sink, byteCount);
            left -= Math.max(0, read);
            if (left < 0) {
                throw new ProtocolException("the answer is larger than " + MOST_BYTES + " bytes");
            }
            return read;
        }
    }
}
