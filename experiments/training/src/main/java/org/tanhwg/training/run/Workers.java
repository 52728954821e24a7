package org.tanhwg.training.run;

import java.util.Optional;

/** How many networks are trained at a time: never more than there are cores for their BLAS threads. */
public final class Workers {
    private static final String BLAS_THREADS = "OMP_NUM_THREADS";

    private Workers() {}

    /** @throws UserError when the wanted number does not fit this machine */
    public static int count(Optional<Integer> wanted) {
        return count(wanted, Runtime.getRuntime().availableProcessors(), Optional.ofNullable(System.getenv(BLAS_THREADS)));
    }

    static int count(Optional<Integer> wanted, int cores, Optional<String> blasThreads) {
        int threads = blasThreads.filter(text -> text.matches("[1-9]\\d{0,3}")).map(Integer::parseInt).orElse(cores); // BLAS's own default
        int most = Math.max(1, cores / threads);
        if (wanted.isPresent() && (wanted.get() < 1 || wanted.get() > most))
            throw new UserError(
                    "--workers = " + wanted.get() + ": must be in [1, " + most + "], there are " + cores + " cores and "
                            + BLAS_THREADS + " is " + blasThreads.orElse("unset"));
        return wanted.orElse(most);
    }
}
