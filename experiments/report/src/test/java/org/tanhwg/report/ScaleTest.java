package org.tanhwg.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;
import org.tanhwg.report.Axis.Scale;
import org.tanhwg.report.Axis.Unit;

class ScaleTest {
    @Property void linearAxesHoldTheirValuesBetweenFewRisingTicks(@ForAll @NotEmpty List<Double> values) {
        Axis axis = Axis.linear("", Unit.NUMBER);
        check(Scale.extended(axis, stream(values)), values);
        check(Scale.tight(axis, stream(values)), values);
    }

    @Property void logarithmicAxesToo(@ForAll @NotEmpty List<@DoubleRange(min = -5, max = 12) Double> exponents) {
        List<Double> values = exponents.stream().map(e -> Math.pow(10, e)).toList();
        check(Scale.extended(Axis.log("", Unit.NUMBER), stream(values)), values);
    }

    private static DoubleStream stream(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue);
    }

    private static void check(Scale scale, List<Double> values) {
        for (double value : values)
            if (scale.axis().holds(value)) assertThat(scale.position(value)).isBetween(-1e-6, 1 + 1e-6);
        assertThat(scale.ticks()).hasSizeBetween(2, 12).doesNotHaveDuplicates().isSorted();
        assertThat(scale.ticks().stream().map(scale::position)).allMatch(at -> at > -1e-6 && at < 1 + 1e-6);
    }

    @Test void picksTheTicksAPersonWould() {
        assertThat(
                Scale.extended(Axis.linear("", Unit.SHARE), DoubleStream.of(.952, .9841)).ticks().stream().map(Unit.SHARE::tick))
                .containsExactly("95\u00a0%", "96\u00a0%", "97\u00a0%", "98\u00a0%", "99\u00a0%");
        assertThat(Scale.extended(Axis.log("", Unit.SHARE), DoubleStream.of(.019, 1)).ticks()).containsExactly(.01, .02, .05, .1,
                .2, .5, 1.);
        assertThat(Scale.extended(Axis.log("", Unit.NUMBER), DoubleStream.of(3e-4, 2)).ticks()).containsExactly(1e-3, 1e-2, 1e-1,
                1.);
        assertThat(Scale.tight(Axis.linear("", Unit.COUNT), DoubleStream.of(1)).ticks()).containsExactly(1.);
    }

    @Test void sharesNeverLeaveZeroToOne() {
        for (double all : new double[] {0, .5, 1}) {
            Scale scale = Scale.extended(Axis.linear("", Unit.SHARE), DoubleStream.of(all, all));
            assertThat(scale.low()).isBetween(0., all);
            assertThat(scale.high()).isBetween(all, 1.);
        }
    }

    @Test void writesNumbersForReaders() {
        assertThat(Unit.NUMBER.text(-2.7531e-9)).isEqualTo("−2.753e−9");
        assertThat(Unit.NUMBER.text(0.0561)).isEqualTo("0.0561");
        assertThat(Unit.NUMBER.text(33_661)).isEqualTo("33660");
        assertThat(Unit.COUNT.text(266_610)).isEqualTo("266,610");
        assertThat(Unit.SHARE.text(.98412)).isEqualTo("98.41\u00a0%");
        assertThat(List.of(0., .00752, .3, 1.)).extracting(Unit.SHARE::text)
                .containsExactly("0\u00a0%", "0.752\u00a0%", "30.00\u00a0%", "100\u00a0%");
        assertThat(Unit.SHARE.text(Double.NaN)).isEqualTo("–");
    }
}
