/**
 * Programs to copy, each a class with a main method that needs nothing else of this package.
 *
 * <p>They use what other modules offer as their API (docs/library.md says what that is) and print what they find. Each is run by a
 * test on little data.
 */
package org.tanhwg.examples;
