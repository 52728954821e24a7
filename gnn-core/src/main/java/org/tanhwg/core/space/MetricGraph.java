package org.tanhwg.core.space;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.tanhwg.core.Checks;

/**
 * A finite connected graph whose edges are intervals (Rem 4.7): points lie on edges, geodesics are edge paths (Cor 3.5).
 *
 * <p>Loops, parallel edges and edges longer than the way around are allowed. Shortest paths between vertices are found once,
 * by Floyd and Warshall's algorithm: memory V², time V³.
 */
public final class MetricGraph implements GeodesicSpace<MetricGraph.Point> {
    private final int vertices;
    private final List<Edge> edges;
    private final double[][] distance;
    private final int[][] firstEdge;

    /** An undirected edge; offsets on it are measured from {@code from}. */
    public record Edge(int from, int to, double length) {
        public Edge {
            Checks.atLeast("from", from, 0);
            Checks.atLeast("to", to, 0);
            Checks.positive("length", length);
        }
    }

    /** The point of edge number {@code edge} at distance {@code offset} from the edge's first end. */
    public record Point(int edge, double offset) {}

    /** The part of an edge between two offsets, passed from the first to the second. */
    public record Segment(int edge, double from, double to) {
        public double length() { return Math.abs(to - from); }
    }

    /**
     * @throws IllegalArgumentException if there is no edge, an edge names a vertex outside [0, vertices) or the graph is
     * disconnected
     */
    public MetricGraph(int vertices, List<Edge> edges) {
        this.vertices = Checks.atLeast("vertices", vertices, 1);
        this.edges = List.copyOf(edges);
        Checks.atLeast("edges.size()", edges.size(), 1);
        distance = new double[vertices][vertices];
        firstEdge = new int[vertices][vertices];
        for (double[] row : distance) Arrays.fill(row, Double.POSITIVE_INFINITY);
        for (int v = 0; v < vertices; v++) distance[v][v] = 0;
        for (int e = 0; e < edges.size(); e++) {
            Edge edge = edges.get(e);
            Checks.index("edges[" + e + "].from", edge.from(), vertices);
            Checks.index("edges[" + e + "].to", edge.to(), vertices);
            if (edge.length() < distance[edge.from()][edge.to()]) {
                distance[edge.from()][edge.to()] = distance[edge.to()][edge.from()] = edge.length();
                firstEdge[edge.from()][edge.to()] = firstEdge[edge.to()][edge.from()] = e;
            }
        }
        closeOverPaths();
        for (int v = 0; v < vertices; v++) {
            if (distance[0][v] == Double.POSITIVE_INFINITY) {
                throw new IllegalArgumentException(
                        "edges: no path from vertex 0 to vertex " + v + ": the graph must be connected");
            }
        }
    }

    public int vertexCount() { return vertices; }

    public List<Edge> edges() { return edges; }

    /** True if the graph has no cycle, hence one geodesic between any two points. */
    public boolean isTree() {
        return edges.size() == vertices - 1;
    }

    /** The given vertex, as a point of the first edge that ends there. */
    public Point vertex(int vertex) {
        Checks.index("vertex", vertex, vertices);
        for (int e = 0; e < edges.size(); e++) {
            if (edges.get(e).from() == vertex) return new Point(e, 0);
            if (edges.get(e).to() == vertex) return new Point(e, edges.get(e).length());
        }
        throw new AssertionError("a connected graph with an edge has no isolated vertex");
    }

    @Override public Point member(String name, Point point) {
        Checks.index(name + ".edge", point.edge(), edges.size());
        Checks.inRange(name + ".offset", point.offset(), 0, edges.get(point.edge()).length());
        return point;
    }

    @Override public double distance(Point p, Point q) { return route(p, q).length; }

    @Override public Point interpolate(Point from, Point to, double t) {
        Checks.inRange("t", t, 0, 1);
        double left = t * distance(from, to);
        for (Segment s : geodesic(from, to)) {
            if (left <= s.length()) {
                double offset = s.to() > s.from() ? s.from() + left : s.from() - left;
                return new Point(s.edge(), Math.max(0, Math.min(offset, edges.get(s.edge()).length())));
            }
            left -= s.length();
        }
        return to;
    }

    /** The edge path that {@link #interpolate} follows; empty if the points coincide. */
    public List<Segment> geodesic(Point from, Point to) {
        Route route = route(from, to);
        List<Segment> path = new ArrayList<>();
        if (route.start < 0) {
            path.add(new Segment(from.edge(), from.offset(), to.offset()));
        } else {
            path.add(new Segment(from.edge(), from.offset(), offsetOf(from.edge(), route.leavesBySecondEnd)));
            for (int v = route.start; v != route.end;) {
                int e = firstEdge[v][route.end];
                boolean forward = edges.get(e).from() == v;
                path.add(new Segment(e, offsetOf(e, !forward), offsetOf(e, forward)));
                v = forward ? edges.get(e).to() : edges.get(e).from();
            }
            path.add(new Segment(to.edge(), offsetOf(to.edge(), route.arrivesBySecondEnd), to.offset()));
        }
        path.removeIf(s -> s.from() == s.to());
        return path;
    }

    /** A shortest way: directly along a common edge if {@code start < 0}, else through two end vertices. */
    private record Route(double length, int start, boolean leavesBySecondEnd, int end, boolean arrivesBySecondEnd) {}

    private Route route(Point p, Point q) {
        member("p", p);
        member("q", q);
        double direct = p.edge() == q.edge() ? Math.abs(p.offset() - q.offset()) : Double.POSITIVE_INFINITY;
        Route best = new Route(direct, -1, false, -1, false);
        for (int choice = 0; choice < 4; choice++) {
            boolean leave = (choice & 1) != 0, arrive = (choice & 2) != 0;
            int u = end(p.edge(), leave), v = end(q.edge(), arrive);
            double length = Math.abs(p.offset() - offsetOf(p.edge(), leave)) + distance[u][v]
                    + Math.abs(q.offset() - offsetOf(q.edge(), arrive));
            if (length < best.length) best = new Route(length, u, leave, v, arrive);
        }
        return best;
    }

    private int end(int edge, boolean second) {
        return second ? edges.get(edge).to() : edges.get(edge).from();
    }

    private double offsetOf(int edge, boolean second) { return second ? edges.get(edge).length() : 0; }

    private void closeOverPaths() {
        for (int k = 0; k < vertices; k++) {
            for (int u = 0; u < vertices; u++) {
                for (int v = 0; v < vertices; v++) {
                    double around = distance[u][k] + distance[k][v];
                    if (around < distance[u][v]) {
                        distance[u][v] = around;
                        firstEdge[u][v] = firstEdge[u][k];
                    }
                }
            }
        }
    }
}
