package org.tanhwg.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.tanhwg.training.run.Doctor;
import org.tanhwg.training.run.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gnn doctor}: what decides how fast this machine trains. */
@Command(name = "doctor", description = {"Tell what decides how fast this machine trains, and what would help.", "",
        "The BLAS library, the processor core that it computes for, its threads, the speed of a product as in the default network, and huge"
                + " pages. Takes a second.",
        ""})
final class DoctorCommand implements Callable<Integer> {
    @Option(names = "--json", description = "print one JSON object") private boolean json;

    @Spec private CommandSpec spec;

    @Override public Integer call() {
        Doctor doctor = Doctor.examine();
        PrintWriter out = spec.commandLine().getOut();
        if (json) out.print(Json.text(doctor));
        else {
            doctor.facts().forEach((name, value) -> out.printf(Locale.ROOT, "%-14s%s%n", name, value));
            if (doctor.hints().isEmpty()) out.println("nothing to mend");
            doctor.hints().forEach(hint -> out.println("hint: " + hint));
        }
        return Gnn.DONE;
    }
}
