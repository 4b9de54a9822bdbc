package io.tasksweep.store.redis;

import io.vertx.redis.client.Response;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Assigns keys to the searches that look for them: looked up by prefix, so that the number of searches hardly matters, then compared in
 * full.
 */
final class Addressees {
    private final Map<Integer, Map<ByteBuffer, List<Search>>> byBeginning = new HashMap<>();

    Addressees(List<Search> searches) {
        searches.forEach(search -> search.shapes().stream()
                .map(shape -> ByteBuffer.wrap(shape.beginning()))
                .distinct()
                .forEach(beginning -> byBeginning
                        .computeIfAbsent(beginning.remaining(), length -> new HashMap<>())
                        .computeIfAbsent(beginning, bytes -> new ArrayList<>())
                        .add(search)));
    }

    /**
     * Returns, for each search, the keys of an answer that it looks for.
     *
     * @param named keys that come first
     */
    Map<Search, List<byte[]>> assign(Map<Search, List<byte[]>> named, Response keys) {
        Map<Search, List<byte[]>> pages = new LinkedHashMap<>();
        named.forEach((search, names) -> pages.put(search, new ArrayList<>(names)));
        for (Response name : keys) {
            byte[] key = name.toBytes();
            for (Map.Entry<Integer, Map<ByteBuffer, List<Search>>> searches : byBeginning.entrySet()) {
                int length = searches.getKey();
                if (length <= key.length) {
                    ByteBuffer beginning = ByteBuffer.wrap(key, 0, length);
                    give(key, searches.getValue().getOrDefault(beginning, List.of()), pages);
                }
            }
        }
        return pages;
    }

    private static void give(byte[] key, List<Search> searches, Map<Search, List<byte[]>> pages) {
        for (Search search : searches) {
            if (search.finds(key)) {
                add(pages.computeIfAbsent(search, found -> new ArrayList<>()), key);
            }
        }
    }

    /** Adds a key once, even if two shapes of a search match it. */
    private static void add(List<byte[]> page, byte[] key) {
        boolean there = !page.isEmpty() && page.get(page.size() - 1) == key;
        if (!there) {
            page.add(key);
        }
    }
}
