package io.tasksweep.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class ClusterNodeTest {
    private static final String NODES = """
        07c3 127.0.0.1:7001@17001,node-1 slave e7d1 0 1426238317239 4 connected
        67ed 127.0.0.1:7002@17002 master - 0 1426238316232 2 connected 5461-10922
        e7d1 127.0.0.1:7000@17000 myself,master - 0 0 1 connected 0-5459 5460 [93->-67ed] [77-<-67ed]
        6ec2 ::1:7003@17003 master,fail - 1426238316232 1426238316232 5 disconnected
        """;

    @Test
    void theAskedNodeTellsOfItself() {
        ClusterNode self = ClusterNode.self(NODES);
        assertThat(self.address()).isEqualTo("127.0.0.1:7000");
        assertThat(self.servesSlots()).isTrue();
        assertThat(self.slots()).isEqualTo(5461);
        assertThat(self.moving()).isTrue();
    }

    @Test
    void othersAreToldApart() {
        assertThat(ClusterNode.all(NODES)).hasSize(4);
        assertThat(ClusterNode.all(NODES).stream()
                        .filter(ClusterNode::servesSlots)
                        .map(ClusterNode::address))
                .containsExactly("127.0.0.1:7002", "127.0.0.1:7000");
        assertThat(ClusterNode.all(NODES).get(0).address())
                .as("without its name")
                .isEqualTo("127.0.0.1:7001");
        assertThat(ClusterNode.all(NODES).get(1).moving()).isFalse();
        assertThat(ClusterNode.all(NODES).get(3).address()).isEqualTo("[::1]:7003");
    }

    @Test
    void whatIsNoListOfNodesIsNotRead() {
        assertThatExceptionOfType(DoubtfulAnswer.class).isThrownBy(() -> ClusterNode.all("nothing of the kind"));
        assertThatExceptionOfType(DoubtfulAnswer.class).isThrownBy(() -> ClusterNode.self(""));
    }
}
