package io.tasksweep.store;

import io.tasksweep.deletion.Clock;
import io.tasksweep.deletion.Leases;
import io.tasksweep.deletion.OpenDeletions;
import io.tasksweep.deletion.OpenDeletions.Due;
import io.tasksweep.deletion.Receipts;
import io.tasksweep.domain.TaskId;
import io.tasksweep.testing.TestingClock;
import io.tasksweep.testing.TestingRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The records in memory keep both contracts, too. Of a fixture, they prove no row: so each test with one is here without. */
class TestingRecordsTest {
    private final TestingClock clock = new TestingClock();
    private final TestingRecords records = new TestingRecords(new ArrayList<>(), clock);

    @Nested
    class AsLeases extends LeasesContract {
        @Override
        protected Leases leases() {
            return records;
        }

        @Override
        protected Receipts receipts() {
            return records;
        }

        @Override
        protected Clock clock() {
            return clock;
        }

        @Override
        protected void endLease() {
            records.leaseEnded(TASK);
        }

        @Override
        protected SortedMap<String, String> snapshot() {
            SortedMap<String, String> all = new TreeMap<>();
            records.receipt(TASK).ifPresent(receipt -> all.put("receipt", receipt.toString()));
            records.open().forEach(taskId -> all.put("open " + taskId, "1"));
            if (records.isHeld(TASK)) {
                all.put("lease", "1");
            }
            return all;
        }

        @Override
        @Test
        protected void aLeaseThatIsWithdrawnLeavesNoTrace() {
            super.aLeaseThatIsWithdrawnLeavesNoTrace();
        }

        @Override
        @Test
        protected void aLeaseThatIsWithdrawnPutsTheEarlierReceiptBackAsItWas() {
            super.aLeaseThatIsWithdrawnPutsTheEarlierReceiptBackAsItWas();
        }

        @Override
        @Test
        protected void anIntentWhoseLeaseHasRunOutIsTakenBackAndOnceMoreIfNobodyHasHeardOfThat() {
            super.anIntentWhoseLeaseHasRunOutIsTakenBackAndOnceMoreIfNobodyHasHeardOfThat();
        }

        @Override
        @Test
        protected void anIntentWhoseLeaseNobodyHasHeardOfIsTakenBack() {
            super.anIntentWhoseLeaseNobodyHasHeardOfIsTakenBack();
        }

        @Override
        @Test
        protected void whatIsNotThereOrAnothersIsNotTakenBack() {
            super.whatIsNotThereOrAnothersIsNotTakenBack();
        }

        @Override
        @Test
        protected void whoLostTheLeaseWritesNothingMore() {
            super.whoLostTheLeaseWritesNothingMore();
        }
    }

    @Nested
    class AsOpenDeletions extends OpenDeletionsContract {
        @Override
        protected OpenDeletions open() {
            return records;
        }

        @Override
        protected Due note(TaskId taskId, Duration time) {
            return records.note(taskId, time);
        }
    }
}
