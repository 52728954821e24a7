package org.tanhwg.examples;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;

/** What a program prints to standard output, and the numbers in it. */
record Printed(String text) {
    interface Program {
        void run() throws Exception;
    }

    static Printed by(Program program) throws Exception {
        PrintStream before = System.out;
        var bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            program.run();
        } finally {
            System.setOut(before);
        }
        return new Printed(bytes.toString(StandardCharsets.UTF_8));
    }

    /** What the pattern's only group finds first. */
    double number(String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        Assertions.assertThat(found.find()).as(pattern + " in " + text).isTrue();
        return Double.parseDouble(found.group(1));
    }
}
