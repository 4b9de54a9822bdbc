package io.tasksweep.store.minio;

import io.minio.errors.XmlParserException;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * As much of an S3 answer as is read here: the values below the root, and the parts, which are listed entries or the outcome for one
 * entry, with values of their own. Names have no namespaces, since servers differ in those.
 *
 * @param root the name of the outermost element
 */
record XmlAnswer(String root, Map<String, String> values, List<Part> parts) {
    private static final int OF_A_PART = 3;
    private static final String KEY = "Key";

    private static final Set<String> PARTS =
            Set.of("Contents", "Version", "DeleteMarker", "Upload", "Deleted", "Error");

    /** The values that are read from a part; the rest would only fill the memory. */
    private static final Set<String> VALUES =
            Set.of(KEY, "VersionId", "IsLatest", "LastModified", "ETag", "Size", "UploadId", "Code", "Message");

    private static final XMLInputFactory FACTORY = XMLInputFactory.newDefaultFactory();

    static {
        FACTORY.setProperty(XMLInputFactory.SUPPORT_DTD, false); // an entity could include a local file
    }

    /** One listed entry, or the outcome for one. */
    record Part(String name, Map<String, String> values) {
        Optional<String> value(String of) {
            return given(values, of);
        }

        boolean says(String what) {
            return isTrue(values, what);
        }
    }

    /** A value below the root; an empty one counts as missing. */
    Optional<String> value(String of) {
        return given(values, of);
    }

    /** Whether the value is true; a missing value is false. */
    boolean says(String what) {
        return isTrue(values, what);
    }

    /** The parts with these names, in the order of the answer. */
    Stream<Part> parts(String... names) {
        List<String> wanted = List.of(names);
        return parts.stream().filter(part -> wanted.contains(part.name()));
    }

    private static Optional<String> given(Map<String, String> values, String of) {
        return Optional.ofNullable(values.get(of)).filter(value -> !value.isEmpty());
    }

    private static boolean isTrue(Map<String, String> values, String what) {
        return Boolean.parseBoolean(values.get(what));
    }

    /**
     * Reads an answer to its end.
     *
     * @throws XmlParserException if the answer is not XML, or is incomplete
     * @throws IOException if the rest cannot be read
     */
    static XmlAnswer read(InputStream answer) throws XmlParserException, IOException {
        return read(() -> FACTORY.createXMLStreamReader(answer));
    }

    /**
     * Reads an answer whose keys are in URL form. Other values may hold characters that XML cannot hold; each becomes
     * {@link PlainText#LOST}.
     *
     * @throws XmlParserException if the answer is not XML even so, or a key has lost a character
     * @throws IOException if the rest cannot be read
     */
    static XmlAnswer readUrls(InputStream answer) throws XmlParserException, IOException {
        XmlAnswer read = read(() -> FACTORY.createXMLStreamReader(new PlainText(answer)));
        if (read.parts.stream()
                .flatMap(part -> part.value(KEY).stream())
                .anyMatch(key -> key.indexOf(PlainText.LOST) >= 0)) {
            throw new XmlParserException(new XMLStreamException("a key is not in URL form"));
        }
        return read;
    }

    /** Whether {@link #readUrls} may have changed the value: a line break, too, may stand for another one. */
    static boolean hasLost(String value) {
        return value.indexOf(PlainText.LOST) >= 0 || value.indexOf('\n') >= 0;
    }

    private static XmlAnswer read(Opening opening) throws XmlParserException, IOException {
        try {
            XMLStreamReader xml = opening.open();
            try {
                return new Reading(xml).all();
            } finally {
                xml.close();
            }
        } catch (XMLStreamException cause) {
            if (cause.getNestedException() instanceof IOException broken
                    && !(broken instanceof CharConversionException)) {
                throw broken;
            }
            throw new XmlParserException(cause);
        }
    }

    private interface Opening {
        XMLStreamReader open() throws XMLStreamException;
    }

    private static final class Reading {
        private final XMLStreamReader xml;
        private final Map<String, String> values = new HashMap<>();
        private final List<Part> parts = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private Map<String, String> part = new HashMap<>();
        private String root = "";
        private boolean inPart;
        private int depth;

        private Reading(XMLStreamReader xml) {
            this.xml = xml;
        }

        private XmlAnswer all() throws XMLStreamException {
            while (xml.hasNext()) {
                switch (xml.next()) {
                    case XMLStreamConstants.START_ELEMENT -> begins(xml.getLocalName());
                    case XMLStreamConstants.END_ELEMENT -> ends(xml.getLocalName());
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                        text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
                    default -> {} // comments and the like
                }
            }
            return new XmlAnswer(root, values, parts);
        }

        private void begins(String name) {
            depth++;
            text.setLength(0);
            if (depth == 1) {
                root = name;
            } else if (depth == 2) {
                inPart = PARTS.contains(name);
            }
        }

        /** Deeper elements, such as an owner's name, are not needed either. */
        private void ends(String name) {
            if (depth == 2 && inPart) {
                parts.add(new Part(name, part));
                part = new HashMap<>();
            } else if (depth == 2) {
                values.put(name, text.toString());
            } else if (depth == OF_A_PART && inPart && VALUES.contains(name)) {
                part.put(name, text.toString());
            }
            depth--;
        }
    }
}
