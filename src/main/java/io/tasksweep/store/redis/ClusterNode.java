package io.tasksweep.store.redis;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * One line of {@code CLUSTER NODES}.
 *
 * @param id by which all nodes know it; its address may depend on who is asked
 * @param address {@code host:port}; without a host if the node does not know its own
 * @param ranges the slots it serves, as written there: {@code 5461} or {@code 0-5460}
 * @param moving whether a slot of its is on the way to another node, or one of theirs to it
 * @see <a href="https://redis.io/docs/latest/commands/cluster-nodes/">CLUSTER NODES</a>
 */
record ClusterNode(String id, String address, Set<String> flags, List<String> ranges, boolean moving) {
    private static final int ADDRESS = 1;
    private static final int FLAGS = 2;
    private static final int SLOTS = 8;

    /** Every node that the asked one knows. */
    static List<ClusterNode> all(String text) {
        return text.lines().map(ClusterNode::of).toList();
    }

    /** What the asked node says of itself. */
    static ClusterNode self(String text) {
        return all(text).stream()
                .filter(node -> node.flags.contains("myself"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("ERR a cluster's node does not know itself"));
    }

    private static ClusterNode of(String line) {
        List<String> fields = Arrays.asList(line.split(" "));
        if (fields.size() < SLOTS) {
            throw new IllegalStateException("ERR a line of CLUSTER NODES is too short");
        }
        List<String> slots = fields.subList(SLOTS, fields.size());
        return new ClusterNode(
                fields.get(0),
                address(fields.get(ADDRESS)),
                Set.of(fields.get(FLAGS).split(",")),
                slots.stream().filter(slot -> !slot.startsWith("[")).sorted().toList(),
                slots.stream().anyMatch(slot -> slot.startsWith("[")));
    }

    /** Without the bus' port and the name; brackets where a colon would be taken for the port's. */
    private static String address(String field) {
        String plain = field.replaceFirst("[@,].*", "");
        int port = plain.lastIndexOf(':');
        String host = plain.substring(0, port);
        return host.contains(":") ? "[" + host + "]" + plain.substring(port) : plain;
    }

    boolean isMaster() {
        return flags.contains("master");
    }

    boolean servesSlots() {
        return isMaster() && !ranges.isEmpty();
    }

    /** How many. */
    int slots() {
        return ranges.stream().mapToInt(ClusterNode::length).sum();
    }

    private static int length(String range) {
        String[] ends = range.split("-", 2);
        return Integer.parseInt(ends[ends.length - 1]) - Integer.parseInt(ends[0]) + 1;
    }
}
