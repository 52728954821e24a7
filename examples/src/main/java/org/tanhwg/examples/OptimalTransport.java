package org.tanhwg.examples;

import java.util.Arrays;
import java.util.List;
import org.tanhwg.core.energy.GaussianFreeEnergy;
import org.tanhwg.core.measure.Gaussian;
import org.tanhwg.core.step.Proximal;
import org.tanhwg.core.step.StepResult;
import org.tanhwg.core.transport.BuresWasserstein;
import org.tanhwg.core.transport.ExactTransport;
import org.tanhwg.core.transport.Sinkhorn;
import org.tanhwg.core.transport.Wasserstein1D;

/** gnn-core as a library of optimal transport: every solver says what it found and how far that is from optimal. */
public final class OptimalTransport {
    private OptimalTransport() {}

    /** @param args none */
    public static void main(String[] args) {
        double[] a = {0.5, 0.3, 0.2}; // masses of three sources
        double[] b = {0.4, 0.6}; // and of two targets
        double[][] cost = {{0, 2}, {1, 1}, {3, 0}};

        ExactTransport.Result exact = ExactTransport.solve(a, b, cost);
        System.out.println("exact plan    " + Arrays.deepToString(exact.plan()));
        System.out.printf("exact cost    %.4f, %s, optimal within %.0e%n", exact.cost(), exact.status(),
                exact.optimalityResidual()); // the potentials f and g prove it

        for (double epsilon : new double[] {1, 0.1, 0.01}) { // the entropic plan tends to the exact one
            Sinkhorn.Result entropic = Sinkhorn.solve(a, b, cost, epsilon);
            System.out.printf("entropic cost %.4f at ε = %.2f, %s after %d iterations%n", entropic.cost(), epsilon,
                    entropic.status(), entropic.iterations());
        }

        // on the line nothing is solved: the monotone coupling is optimal
        double[] x = {0, 1, 3};
        double[] y = {1, 5};
        System.out.printf("on the line   W₂ = %.4f%n", Wasserstein1D.distance(x, a, y, b));

        // normal laws: closed forms, and a fixed point for the barycentre
        Gaussian flat = new Gaussian(new double[] {-1, 0}, new double[][] {{4, 0}, {0, 1}});
        Gaussian tall = new Gaussian(new double[] {1, 0}, new double[][] {{1, 0}, {0, 4}});
        var middle = BuresWasserstein.barycentre(List.of(flat, tall), new double[] {0.5, 0.5});
        System.out.printf("barycentre    mean %s, covariance %s, %s%n", Arrays.toString(middle.law().mean()),
                Arrays.deepToString(middle.law().covariance()), middle.status());

        // one step of Jordan, Kinderlehrer and Otto: argmin E(ν) + W₂²(ν, μ)/2τ
        var energy = new GaussianFreeEnergy(new double[][] {{2, 0}, {0, 0.5}}, 0.5); // confinement and temperature
        StepResult<Gaussian> step = Proximal.step(energy, flat, 0.5);
        System.out.printf("JKO step      energy %.4f → %.4f, paid %.4f for the way, mean %s%n", step.energyBefore(),
                step.energyAfter(), step.transportCost(), Arrays.toString(step.to().mean()));
    }
}
