package org.tanhwg.core;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Equality, hash and text of records by content where components are arrays or hold some: what a record does by itself compares them by
 * identity and prints their addresses.
 */
public final class Contents {
    private static final int SHOWN = 20;

    private Contents() {}

    /** Whether {@code other} is a record of the class of {@code one} with components of equal content. */
    public static boolean equal(Record one, Object other) {
        return one == other || other != null && one.getClass() == other.getClass() && of(one).equals(of((Record) other));
    }

    /** A hash that agrees with {@link #equal}. */
    public static int hash(Record one) { return of(one).hashCode(); }

    /** The text of a record, as {@code Name[component=content, …]}; of long arrays and lists the beginning. */
    public static String text(Record one) {
        var components = one.getClass().getRecordComponents();
        List<Object> values = of(one);
        return IntStream.range(0, components.length).mapToObj(i -> components[i].getName() + "=" + text(values.get(i)))
                .collect(Collectors.joining(", ", one.getClass().getSimpleName() + "[", "]"));
    }

    private static String text(Object value) {
        if (!(value instanceof List<?> values)) return String.valueOf(value);
        String end = values.size() > SHOWN ? ", … " + values.size() + " in all]" : "]";
        return values.stream().limit(SHOWN).map(Contents::text).collect(Collectors.joining(", ", "[", end));
    }

    /** Arrays, and lists that hold some, as lists that compare by content; other values as they are. */
    public static Object comparable(Object value) {
        if (value instanceof double[] numbers) return Arrays.stream(numbers).boxed().toList();
        if (value instanceof int[] numbers) return Arrays.stream(numbers).boxed().toList();
        if (value instanceof long[] numbers) return Arrays.stream(numbers).boxed().toList();
        if (value instanceof float[] numbers)
            return IntStream.range(0, numbers.length).mapToObj(i -> numbers[i]).toList();
        if (value instanceof Object[] values) return comparable(Arrays.asList(values));
        if (value instanceof List<?> values) return values.stream().map(Contents::comparable).collect(Collectors.toList());
        return value;
    }

    private static List<Object> of(Record one) {
        return Stream.of(one.getClass().getRecordComponents()).map(component -> {
            try {
                component.getAccessor().setAccessible(true);
                return comparable(component.getAccessor().invoke(one));
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("cannot read " + component, e);
            }
        }).collect(Collectors.toList());
    }
}
