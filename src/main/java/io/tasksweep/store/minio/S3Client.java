package io.tasksweep.store.minio;

import io.minio.BucketArgs;
import io.minio.HeadBucketArgs;
import io.minio.Http;
import io.minio.MinioAsyncClient;
import io.minio.errors.MinioException;
import io.minio.errors.XmlParserException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import okhttp3.MediaType;
import okhttp3.Response;

/**
 * A minio-java client, which signs and sends requests and sorts errors. For the requests that a deletion mostly consists of, this class
 * writes the body and reads the answer itself: minio-java works out by reflection how to read an answer, anew for each one
 * (research.md, D25).
 */
final class S3Client extends MinioAsyncClient {
    /** The query parameter that asks for keys in URL form. */
    static final String ENCODING = "encoding-type";

    private static final MediaType XML = MediaType.get("application/xml");
    private static final Set<String> DELETED = Set.of("DeleteResult", "Error");
    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

    S3Client(MinioAsyncClient client) {
        super(client);
    }

    /**
     * One page of a listing. In an answer in URL form, values other than keys may hold any character.
     *
     * @param query as in <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html">ListObjectsV2</a>,
     *     ListObjectVersions or ListMultipartUploads
     * @param roots the root elements that the answer may have
     */
    CompletableFuture<XmlAnswer> list(String bucket, Map<String, String> query, Set<String> roots) {
        Reader reader = query.containsKey(ENCODING) ? XmlAnswer::readUrls : XmlAnswer::read;
        return executeGetAsync(of(bucket), null, new Http.QueryParameters(query))
                .thenApply(reading(roots, reader));
    }

    /**
     * Deletes up to 1 000 objects or versions. Asks for an answer for every key, not only for failures, so that the server confirms each
     * success (<a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html">DeleteObjects</a>).
     */
    CompletableFuture<XmlAnswer> delete(String bucket, List<Entry> entries) {
        Http.Body body;
        try {
            body = new Http.Body(written(entries), XML, null, null);
        } catch (MinioException cause) {
            return CompletableFuture.failedFuture(cause);
        }
        return executePostAsync(of(bucket), null, new Http.QueryParameters("delete", ""), body)
                .thenApply(reading(DELETED, XmlAnswer::read));
    }

    private static BucketArgs of(String bucket) {
        return HeadBucketArgs.builder().bucket(bucket).build();
    }

    private interface Reader {
        XmlAnswer read(InputStream answer) throws XmlParserException, IOException;
    }

    private static Function<Response, XmlAnswer> reading(Set<String> roots, Reader reader) {
        return response -> {
            try (response) {
                XmlAnswer answer = reader.read(response.body().byteStream());
                if (!roots.contains(answer.root())) {
                    throw SweepException.badAnswer("it is something else than was asked for");
                }
                return answer;
            } catch (IOException | XmlParserException cause) {
                throw new CompletionException(cause);
            }
        };
    }

    private static String written(List<Entry> entries) throws XmlParserException {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = FACTORY.createXMLStreamWriter(text);
            xml.writeStartElement("Delete");
            xml.writeDefaultNamespace("http://s3.amazonaws.com/doc/2006-03-01/");
            value(xml, "Quiet", "false");
            for (Entry entry : entries) {
                xml.writeStartElement("Object");
                value(xml, "Key", entry.key());
                if (entry.id() != null) {
                    value(xml, "VersionId", entry.id());
                }
                xml.writeEndElement();
            }
            xml.writeEndElement();
            xml.close();
            return text.toString();
        } catch (XMLStreamException cause) {
            throw new XmlParserException(cause);
        }
    }

    private static void value(XMLStreamWriter xml, String name, String text) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(text);
        xml.writeEndElement();
    }
}
