#!/usr/bin/python3
"""Writes the golden files of the compact format from docs/compact-format.md alone. Version 1: golden-32.compact, golden-8.compact and golden.csv
(examples and answers: four inputs, three outputs at 32 bits, three at 8). Version 2: golden-rows.compact and golden-rows.csv (three cells, three
numbers), golden-pixels.compact and golden-pixels.csv (four bytes, three probabilities). Needs nothing but Python 3."""
import csv
import math
import struct

INPUTS = 300
LIVE = [0, 7, 200, 299]  # the third gap takes two bytes
# (activation, [(bias, step, [(input, code)])]); a weight is code * step
LAYERS = [
    (1, [(0.5, 0.25, [(0, 4), (3, -127)]), (-1.0, 0.5, [(1, 1)]), (0.125, 0.0, [])]),  # ReLU, the last unit a constant
    (2, [(0.0, 0.03125, [(0, 8), (1, -3), (2, 127)]), (0.25, 0.0625, [(2, 5)])]),  # tanh
    (4, [(0.0, 0.5, [(0, 3)]), (1.0, 0.25, [(0, -2), (1, 7)]), (-0.5, 1.0, [])]),  # softmax
]


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def number(value):
    out = b""
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


def gaps(ascending):
    return b"".join(number(x - before - 1) for before, x in zip([-1] + ascending, ascending))


def f32(value):
    return struct.pack(">f", value)


def weight(code, step, bits):
    return code * step if bits == 8 else code * step + 1 / 1024  # so that the two differ


def text(value):
    return number(len(value.encode())) + value.encode()


def texts(values):
    return number(len(values)) + b"".join(map(text, values))


def rounded(value):
    return struct.unpack(">f", f32(value))[0]


def file(bits, inputs=INPUTS, live=LIVE, meaning=b""):
    body = number(inputs) + number(len(live)) + gaps(live) + number(len(LAYERS))
    for activation, units in LAYERS:
        body += bytes([activation]) + number(len(units)) + number(sum(len(s) for _, _, s in units))
        for bias, step, synapses in units:
            body += f32(bias) + (f32(step) if bits == 8 else b"") + number(len(synapses)) + gaps([x for x, _ in synapses])
            for _, code in synapses:
                body += struct.pack(">b", code) if bits == 8 else f32(weight(code, step, bits))
    body += meaning
    whole = b"GNNC" + struct.pack(">HBI", 2 if meaning else 1, bits, len(body) + 15) + body
    return whole + struct.pack(">I", crc32c(whole))


def answer(a, bits):
    for activation, units in LAYERS:
        z = [bias + sum(weight(code, step, bits) * a[x] for x, code in synapses) for bias, step, synapses in units]
        if activation == 1:
            a = [max(0, v) for v in z]
        elif activation == 2:
            a = [math.tanh(v) for v in z]
        else:
            total = sum(math.exp(v) for v in z)
            a = [math.exp(v) / total for v in z]
    return a


assert crc32c(b"123456789") == 0xE3069283
for bits in (32, 8):
    with open(f"golden-{bits}.compact", "wb") as out:
        out.write(file(bits))
with open("golden.csv", "w", newline="") as out:
    rows = csv.writer(out, lineterminator="\n")
    for a in [[0, 0, 0, 0], [1, 2, 3, -0.25], [0.5, -4, 100, 0.03125], [-1, 6, 0, 0]]:
        rows.writerow(a + answer(a, 32) + answer(a, 8))

# a number far from 0, a category of which a missing cell is the second, and a column that is left out; numbers, how far they are off is known
ORIGIN, MEAN, DEVIATION = 1e9, 2.5, 4.0
COLOURS = ["grün", "blue", "3"]
SCALES = [(10.0, 2.0, 0.5), (-1.0, 0.125, 0.25), (0.0, 1000.0, 3.0)]
rows_meaning = bytes([0, 1]) + number(3)
rows_meaning += text("when") + bytes([0]) + struct.pack(">ddd", ORIGIN, MEAN, DEVIATION)
rows_meaning += text("name") + bytes([2])
rows_meaning += text("colour") + bytes([1]) + texts(COLOURS) + number(2)
rows_meaning += bytes([1]) + texts(["a", "b", "c"]) + bytes([1])
rows_meaning += b"".join(struct.pack(">d", scale[k]) for k in range(3) for scale in SCALES)
with open("golden-rows.compact", "wb") as out:
    out.write(file(32, 4, [0, 1, 2, 3], rows_meaning))
with open("golden-rows.csv", "w", newline="") as out:
    rows = csv.writer(out, lineterminator="\n")
    for when, colour in [("1000000002.5", "blue"), ("1000000011", "grün"), ("", "NA"), ("999999990.25", "3")]:
        first = (rounded(float(when) - ORIGIN) - MEAN) / DEVIATION if when else 0
        indicators = [float((colour if colour in COLOURS else "blue") == each) for each in COLOURS]
        a = answer([rounded(first)] + indicators, 32)
        rows.writerow([when, "x", colour] + [mean + deviation * v for (mean, deviation, _), v in zip(SCALES, a)])

pixels_meaning = bytes([1]) + number(2) + number(2) + number(1) + struct.pack(">dd", 255, 0.5)
pixels_meaning += bytes([0]) + texts(["zero", "one", "two"])
with open("golden-pixels.compact", "wb") as out:
    out.write(file(8, 4, [0, 1, 2, 3], pixels_meaning))
with open("golden-pixels.csv", "w", newline="") as out:
    rows = csv.writer(out, lineterminator="\n")
    for a in [[0, 0, 0, 0], [255, 128, 1, 77]]:
        rows.writerow(a + answer([rounded(v / 255) for v in a], 8))
