#!/usr/bin/env python3
"""Writes the .npz files beside this script, which NpzReaderTest reads: python3 make_npz.py

Pictures of 2 x 3 pixels; picture i has the samples 6i, 6i + 1, ... (modulo 251), its label is i modulo 3."""
import os
import numpy as np

os.chdir(os.path.dirname(os.path.abspath(__file__)))
train = (np.arange(12 * 6) % 251).astype(np.uint8).reshape(12, 2, 3)
test = (np.arange(12 * 6, 18 * 6) % 251).astype(np.uint8).reshape(6, 2, 3)
y = np.arange(18) % 3
np.savez('keras.npz', x_train=train, y_train=y[:12], x_test=test, y_test=y[12:])
np.savez_compressed('fortran.npz', x_train=np.asfortranarray(train), y_train=y[:12].astype('>i4'),
                    x_test=np.asfortranarray(test), y_test=y[12:].astype(float))
np.savez('unit.npz', x_train=train / 255, y_train=y[:12].astype('i1'), x_test=(test / 255).astype('>f4'), y_test=y[12:].astype('u8'))
np.savez('half.npz', x_train=(train / 255).astype('<f2'), y_train=y[:12], x_test=(test / 255).astype('>f2'), y_test=y[12:])
np.savez('medmnist.npz', train_images=train[:8], train_labels=y[:8, None].astype('u1'), val_images=train[8:], val_labels=y[8:12, None].astype('u1'),
         test_images=test, test_labels=y[12:, None].astype('u1'))
rgb = np.stack([train, train // 2, train // 3], axis=-1)
np.savez('colour.npz', x=rgb, y=np.eye(3, dtype=bool)[y[:12]])
np.savez('flags.npz', x=train, y=np.stack([y[:12] > 0, y[:12] > 1], axis=1))
np.savez('objects.npz', x_train=train, y_train=np.array(['a', None] * 6, dtype=object))
np.savez('texts.npz', x_train=train, y_train=np.array(['a', 'b'] * 6))
np.savez('targets.npz', x=train, y=np.linspace(0, 1, 12))
