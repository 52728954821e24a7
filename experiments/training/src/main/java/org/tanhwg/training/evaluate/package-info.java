/** What is measured on a trained network, and what it is turned into: predictions, exports, conversions. */
package org.tanhwg.training.evaluate;
