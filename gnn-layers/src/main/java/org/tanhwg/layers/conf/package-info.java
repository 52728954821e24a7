/**
 * Layer configurations, as JSON in a network's configuration: what a generalized layer is, not how it computes (theory §1).
 */
package org.tanhwg.layers.conf;
