package io.tasksweep.store.redis;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * One line of {@code CLUSTER NODES}.
 *
 * @param id the same on all nodes; the address may depend on which node is asked
 * @param address {@code host:port}; without a host if the node does not know its own
 * @param ranges the slots it serves, as written there: {@code 5461} or {@code 0-5460}
 * @param moving whether a slot is moving from or to this node
 * @see <a href="https://redis.io/docs/latest/commands/cluster-nodes/">CLUSTER NODES</a>
 */
record ClusterNode(String id, String address, Set<String> flags, List<String> ranges, boolean moving) {
    private static final int ADDRESS = 1;
    private static final int FLAGS = 2;
    private static final int SLOTS = 8;

    /** Every node that the asked node knows. */
    static List<ClusterNode> all(String text) {
        return text.lines().map(ClusterNode::of).toList();
    }

    /** What the asked node says of itself. */
    static ClusterNode self(String text) {
        return all(text).stream()
                .filter(node -> node.flags.contains("myself"))
                .findFirst()
                .orElseThrow(() -> new DoubtfulAnswer(RedisFailures.NO_SENSE, "a cluster's node does not know itself"));
    }

    private static ClusterNode of(String line) {
        List<String> fields = Arrays.asList(line.split(" "));
        if (fields.size() < SLOTS) {
            throw new DoubtfulAnswer(RedisFailures.NO_SENSE, "a line of CLUSTER NODES is too short");
        }
        List<String> slots = fields.subList(SLOTS, fields.size());
        return new ClusterNode(
                fields.get(0),
                address(fields.get(ADDRESS)),
                Set.of(fields.get(FLAGS).split(",")),
                slots.stream().filter(slot -> !slot.startsWith("[")).sorted().toList(),
                slots.stream().anyMatch(slot -> slot.startsWith("[")));
    }

    /** {@code host:port} without the bus port and host name that may follow it; with brackets around a host that contains colons. */
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

    /** The number of slots it serves. */
    int slots() {
        return ranges.stream().mapToInt(ClusterNode::length).sum();
    }

    private static int length(String range) {
        String[] ends = range.split("-", 2);
        return Integer.parseInt(ends[ends.length - 1]) - Integer.parseInt(ends[0]) + 1;
    }
}
