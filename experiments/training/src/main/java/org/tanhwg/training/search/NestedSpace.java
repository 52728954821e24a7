package org.tanhwg.training.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;

/** A space made of others; Arbiter numbers the leaves. */
@SuppressWarnings("rawtypes") // as Arbiter declares them
abstract class NestedSpace<T> implements ParameterSpace<T> {
    private final List<ParameterSpace<?>> children;

    NestedSpace(List<ParameterSpace<?>> children) { this.children = List.copyOf(children); }

    @Override public final int numParameters() { return children.stream().mapToInt(ParameterSpace::numParameters).sum(); }

    @Override public final List<ParameterSpace> collectLeaves() {
        var leaves = new ArrayList<ParameterSpace>();
        children.forEach(child -> leaves.addAll(child.collectLeaves()));
        return leaves;
    }

    @Override public final Map<String, ParameterSpace> getNestedSpaces() {
        var nested = new LinkedHashMap<String, ParameterSpace>();
        children.forEach(child -> nested.put(Integer.toString(nested.size()), child));
        return nested;
    }

    @Override public final boolean isLeaf() { return false; }

    @Override public final void setIndices(int... indices) {
        throw new UnsupportedOperationException("only leaves have a place of their own in a vector");
    }

    /** Each entry from a space of its own. */
    static final class Entries extends NestedSpace<List<Object>> {
        private final List<ParameterSpace<?>> entries;

        Entries(List<ParameterSpace<?>> entries) {
            super(entries);
            this.entries = entries;
        }

        @Override public List<Object> getValue(double[] vector) {
            return new ArrayList<>(entries.stream().map(entry -> (Object) entry.getValue(vector)).toList());
        }
    }

    /** One of several spaces; the places of those not chosen go unused. */
    static final class Choice extends NestedSpace<Object> {
        private final ParameterSpace<Integer> which;
        private final List<ParameterSpace<?>> options;

        Choice(ParameterSpace<Integer> which, List<ParameterSpace<?>> options) {
            super(with(which, options));
            this.which = which;
            this.options = options;
        }

        private static List<ParameterSpace<?>> with(ParameterSpace<?> first, List<ParameterSpace<?>> others) {
            var all = new ArrayList<ParameterSpace<?>>(List.of(first));
            all.addAll(others);
            return all;
        }

        @Override public Object getValue(double[] vector) { return options.get(which.getValue(vector)).getValue(vector); }
    }
}
