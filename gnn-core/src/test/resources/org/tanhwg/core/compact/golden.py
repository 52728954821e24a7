#!/usr/bin/python3
"""Writes the golden files of the compact format from docs/compact-format.md alone. Version 1: golden-32.compact, golden-8.compact and golden.csv
(examples and answers: four inputs, three outputs at 32 bits, three at 8). Version 2: golden-rows.compact and golden-rows.csv (three cells, three
numbers), golden-pixels.compact and golden-pixels.csv (four bytes, three probabilities). Version 3: golden-maps-32.compact, golden-maps-8.compact, which also
says what its pixels mean, and golden-maps.csv (forty bytes, three probabilities at 32 bits, three at 8).
Version 4: golden-joined-32.compact, golden-joined-8.compact and golden-joined.csv. Version 5: golden-maps-packed-… and golden-joined-packed-…, which answer likewise. Needs nothing but Python 3."""
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


def layer(bits, activation, units):
    body = bytes([activation]) + number(len(units)) + number(sum(len(s) for _, _, s in units))
    for bias, step, synapses in units:
        body += f32(bias) + (f32(step) if bits == 8 else b"") + number(len(synapses)) + gaps([x for x, _ in synapses])
        for _, code in synapses:
            body += struct.pack(">b", code) if bits == 8 else f32(weight(code, step, bits))
    return body


def whole(version, bits, body):
    file = b"GNNC" + struct.pack(">HBI", version, bits, len(body) + 15) + body
    return file + struct.pack(">I", crc32c(file))


def file(bits, inputs=INPUTS, live=LIVE, meaning=b""):
    body = number(inputs) + number(len(live)) + gaps(live) + number(len(LAYERS))
    for activation, units in LAYERS:
        body += layer(bits, activation, units)
    return whole(2 if meaning else 1, bits, body + meaning)


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

# two channels of 4 x 5, of which the first is not listened to; kind, window (channels, height, width, kernel, stride, top, left, dilation, out), activation, units
MAPS = [
    (1, (1, 4, 5, 2, 2, 1, 1, 0, 0, 1, 1, 3, 4), 1, [(0.125, 0.03125, [(0, 16), (3, -24)]), (0.5, 0.0625, [(1, -7), (2, 9)])]),
    (2, (2, 3, 4, 2, 2, 1, 2, 0, 0, 1, 1, 2, 2), None, None),  # the largest
    (1, (2, 2, 2, 3, 3, 1, 1, 1, 1, 1, 1, 2, 2), 2, [(0.25, 0.125, [(4, 5), (17, -3)]), (-0.25, 0.0, [])]),  # zeros around
    (3, (2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 2, 2), None, None),  # averages of what is inside
    (0, None, 4, [(0.0, 0.25, [(0, 3), (7, 12)]), (0.5, 0.5, [(1, -2), (2, 1)]), (-0.5, 0.125, [(3, 127)])]),
]
PICTURED = MAPS
TALL, WIDE = 4, 5


def maps_file(bits, meaning):
    live = list(range(TALL * WIDE, 2 * TALL * WIDE))
    body = number(2 * TALL * WIDE) + number(len(live)) + gaps(live) + number(len(MAPS))
    for kind, window, activation, units in MAPS:
        body += bytes([kind]) + b"".join(map(number, window or ()))
        body += layer(bits, activation, units) if units else b""
    return whole(3, bits, body + (b"\x01" + meaning if meaning else b"\x00"))


def maps_answer(a, bits):
    for kind, window, activation, units in MAPS:
        if kind == 0:
            z = [bias + sum(weight(code, step, bits) * a[x] for x, code in synapses) for bias, step, synapses in units]
            total = sum(map(math.exp, z))
            return [math.exp(v) / total for v in z]
        channels, height, width, tall, wide, down, across, top, left, _, _, rows, columns = window
        result = []
        for y in range(len(units) if units else channels):
            for p in range(rows * columns):
                inside = {}
                for x in range(channels * tall * wide):
                    r = p // columns * down - top + x // wide % tall
                    c = p % columns * across - left + x % wide
                    if 0 <= r < height and 0 <= c < width:
                        inside[x] = a[(x // (tall * wide) * height + r) * width + c]
                if kind == 1:
                    bias, step, synapses = units[y]
                    z = bias + sum(weight(code, step, bits) * inside.get(x, 0) for x, code in synapses)
                    result.append(max(0, z) if activation == 1 else math.tanh(z) if activation == 2 else z)
                else:
                    own = [v for x, v in inside.items() if x // (tall * wide) == y]
                    result.append(max(own) if kind == 2 else sum(own) / len(own))
        a = result
    return a


maps_meaning = bytes([1]) + number(TALL) + number(WIDE) + number(2) + struct.pack(">dd", 255, 0.5)
maps_meaning += bytes([0]) + texts(["zero", "one", "two"])
for bits, meaning in ((32, b""), (8, maps_meaning)):
    with open(f"golden-maps-{bits}.compact", "wb") as out:
        out.write(maps_file(bits, meaning))
with open("golden-maps.csv", "w", newline="") as out:
    rows = csv.writer(out, lineterminator="\n")
    for seed in (7, 91, 202):
        a = [(seed * (i + 3) * (i + 11)) % 256 for i in range(2 * TALL * WIDE)]
        listened = [rounded(v / 255) for v in a[TALL * WIDE:]]
        rows.writerow(a + maps_answer(listened, 32) + maps_answer(listened, 8))

# version 4: a kernel, another on top of it, their sum; the pictures once more through a kernel of 1 x 1, and that sum
JOINED = [
    (1, (1, 3, 3, 2, 2, 1, 1, 0, 0, 1, 1, 3, 3), 1, [(0.125, 0.03125, [(0, 16), (3, -24)]), (0.5, 0.0625, [(1, -7), (2, 9)])]),
    (1, (2, 3, 3, 3, 3, 1, 1, 1, 1, 1, 1, 3, 3), 0, [(0.25, 0.125, [(4, 5), (17, -3)]), (-0.25, 0.0, [])]),
    (5, 1, 1, None),  # plus layer 1, ReLU
    (4, 0, None, None),  # the pictures
    (1, (1, 3, 3, 1, 1, 1, 1, 0, 0, 1, 1, 3, 3), 2, [(0.5, 0.25, [(0, 2)]), (0.0, 0.5, [(0, -1)])]),
    (5, 3, 0, None),  # plus layer 3
    (3, (2, 3, 3, 3, 3, 1, 1, 0, 0, 1, 1, 1, 1), None, None),
    (0, None, 4, [(0.0, 0.25, [(0, 3), (1, 12)]), (0.5, 0.5, [(1, -2)])]),
]


def joined_file(bits):
    body = number(9) + number(9) + gaps(list(range(9))) + number(len(JOINED))
    for kind, window, activation, units in JOINED:
        body += bytes([kind])
        if kind in (4, 5):
            body += number(window) + (bytes([activation]) if kind == 5 else b"")
        else:
            body += b"".join(map(number, window or ())) + (layer(bits, activation, units) if units else b"")
    return whole(4, bits, body + b"\x00")


def joined_answer(a, bits):
    global MAPS
    given = [a]
    for one in JOINED:
        kind, earlier, activation, _ = one
        if kind == 4:
            a = given[earlier]
        elif kind == 5:
            a = [x + y for x, y in zip(a, given[earlier])]
            a = [max(0, v) for v in a] if activation == 1 else a
        else:
            MAPS = [one]
            a = maps_answer(a, bits)
        given.append(a)
    return a


for bits in (32, 8):
    with open(f"golden-joined-{bits}.compact", "wb") as out:
        out.write(joined_file(bits))
with open("golden-joined.csv", "w", newline="") as out:
    rows = csv.writer(out, lineterminator="\n")
    for seed in (7, 91, 202):
        a = [((seed * (i + 3) * (i + 11)) % 256) / 64 - 2 for i in range(9)]
        rows.writerow(a + joined_answer(a, 32) + joined_answer(a, 8))


# version 5: those of versions 3 and 4 once more, with lists of gaps as bits and what belongs to a layer together
def packed(ascending):
    left_out = [x - before - 1 for before, x in zip([-1] + ascending, ascending)]
    low = min(range(31), key=lambda k: (sum((g >> k) + 1 + k for g in left_out), k))
    bits = "".join("1" * (g >> low) + "0" + (format(g & (1 << low) - 1, f"0{low}b") if low else "") for g in left_out)
    bits += "0" * (-len(bits) % 8)
    return bytes([low]) + bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))


def packed_layer(bits, inputs, activation, units):
    body = bytes([activation]) + number(len(units)) + number(sum(len(s) for _, _, s in units))
    body += b"".join(f32(bias) for bias, _, _ in units)
    body += b"".join(f32(step) for _, step, _ in units) if bits == 8 else b""
    body += packed([y * inputs + x for y, (_, _, synapses) in enumerate(units) for x, _ in synapses])
    for _, step, synapses in units:
        for _, code in synapses:
            body += struct.pack(">b", code) if bits == 8 else f32(weight(code, step, bits))
    return body


def packed_file(bits, inputs, live, layers, last, meaning):
    body = number(inputs) + number(len(live)) + packed(live) + number(len(layers))
    for kind, window, activation, units in layers:
        body += bytes([kind])
        if kind in (4, 5):
            body += number(window) + (bytes([activation]) if kind == 5 else b"")
            continue
        body += b"".join(map(number, window or ()))
        if units:
            body += packed_layer(bits, window[0] * window[3] * window[4] if window else last, activation, units)
    return whole(5, bits, body + (b"\x01" + meaning if meaning else b"\x00"))


for name, inputs, live, layers, last in (("maps", 40, list(range(20, 40)), PICTURED, 8), ("joined", 9, list(range(9)), JOINED, 2)):
    for bits in (32, 8):
        with open(f"golden-{name}-packed-{bits}.compact", "wb") as out:
            out.write(packed_file(bits, inputs, live, layers, last, maps_meaning if name == "maps" and bits == 8 else b""))
