/** What a network answers, how right it is and how sparse, whoever trained it. Nothing here knows how it was trained or writes a file. */
package org.tanhwg.training.evaluate;
