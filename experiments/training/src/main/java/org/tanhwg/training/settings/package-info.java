/** Settings of runs: what each key means, where its value comes from, and what is wrong with it in one line. Nothing here loads data or networks. */
package org.tanhwg.training.settings;
