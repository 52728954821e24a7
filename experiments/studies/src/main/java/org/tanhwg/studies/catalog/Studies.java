package org.tanhwg.studies.catalog;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.tanhwg.studies.Study;
import org.tanhwg.studies.drift.DriftStudy;
import org.tanhwg.studies.lock.LockStudy;
import org.tanhwg.studies.memory.MemoryStudy;
import org.tanhwg.studies.recall.RecallStudy;
import org.tanhwg.studies.text.TextStudy;

/** All studies. */
public final class Studies {
    private Studies() {}

    /** Each by its name, in the order of help; none of their classes is loaded before it is asked for. A new study needs a line here. */
    public static Map<String, Supplier<Study<?, ?>>> all() {
        var all = new LinkedHashMap<String, Supplier<Study<?, ?>>>();
        all.put("lock", () -> LockStudy.STUDY);
        all.put("recall", () -> RecallStudy.STUDY);
        all.put("memory", () -> MemoryStudy.STUDY);
        all.put("drift", () -> DriftStudy.STUDY);
        all.put("text", () -> TextStudy.STUDY);
        return all;
    }
}
