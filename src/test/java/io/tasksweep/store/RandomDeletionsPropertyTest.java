package io.tasksweep.store;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

/** The same with worlds that no other run has seen; one that fails is told with its seed. */
@Tag("faults")
class RandomDeletionsPropertyTest extends DeletionsPropertyTest {
    @Override
    @Property(tries = 50_000, edgeCases = EdgeCasesMode.NONE)
    void aDeletionTakesAllOfOneTaskAndNothingOfOthers(
            @ForAll int which, @ForAll("ids") String other, @ForAll("worlds") World made) {
        super.aDeletionTakesAllOfOneTaskAndNothingOfOthers(which, other, made);
    }
}
