/**
 * Files of trained networks: written whole or not at all, and read without trusting them; and ONNX, which is only written.
 *
 * <p>Deeplearning4j's own reader deserializes Java objects and loads any class that a file names; here every part is checked first.
 * Nothing here knows how networks are trained.
 */
package org.tanhwg.layers.io;
