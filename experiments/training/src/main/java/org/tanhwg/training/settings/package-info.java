/** Settings of a training run: what each key means, where its value comes from, and the examples they select. */
package org.tanhwg.training.settings;
