/**
 * The seam to machines elsewhere: what {@code --spark} asks for, without a class of Spark. The module gnn-spark fills it, found as a service when it is
 * on the class path. Nothing here trains or talks to a network.
 */
package org.tanhwg.training.cluster;
