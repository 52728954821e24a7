"""Writes keras.h5, a small network in the file format of Keras 2 with weights drawn at random, and keras.csv, two pictures with their answers.

The answers are computed here from the definitions of the layers, in double precision, and not by Keras. Needs numpy and h5py: python3 keras.py
"""
import json
import h5py
import numpy as np

rng = np.random.default_rng(7)
SIDE, KERNELS, SIZE, CLASSES = 8, 3, 3, 4
half = (SIDE - SIZE + 1) // 2
kernel = rng.normal(0, .5, (SIZE, SIZE, 1, KERNELS))
bias = rng.normal(0, .2, KERNELS)
gamma, beta = rng.uniform(.5, 1.5, KERNELS), rng.normal(0, .3, KERNELS)
mean, variance = rng.normal(0, .3, KERNELS), rng.uniform(.5, 2, KERNELS)
weights, offsets = rng.normal(0, .3, (half * half * KERNELS, CLASSES)), rng.normal(0, .1, CLASSES)
kernel[:, :, 0, 1][np.abs(kernel[:, :, 0, 1]) < .4] = 0  # pruned synapses must stay pruned
arrays = {"conv": {"kernel:0": kernel, "bias:0": bias},
          "norm": {"gamma:0": gamma, "beta:0": beta, "moving_mean:0": mean, "moving_variance:0": variance},
          "relu": {}, "pool": {}, "flatten": {},
          "answer": {"kernel:0": weights, "bias:0": offsets}}
arrays = {layer: {name: a.astype(np.float32) for name, a in of.items()} for layer, of in arrays.items()}


def layer(kind, name, **config):
    return {"class_name": kind, "config": {"name": name, "trainable": True, "dtype": "float32", **config}}


conv = dict(filters=KERNELS, kernel_size=[SIZE, SIZE], strides=[1, 1], padding="valid", data_format="channels_last", dilation_rate=[1, 1],
            activation="linear", use_bias=True, kernel_initializer={"class_name": "GlorotUniform", "config": {"seed": None}},
            bias_initializer={"class_name": "Zeros", "config": {}}, kernel_regularizer=None, bias_regularizer=None,
            activity_regularizer=None, kernel_constraint=None, bias_constraint=None)
norm = dict(axis=[3], momentum=.99, epsilon=1e-3, center=True, scale=True, beta_initializer={"class_name": "Zeros", "config": {}},
            gamma_initializer={"class_name": "Ones", "config": {}}, moving_mean_initializer={"class_name": "Zeros", "config": {}},
            moving_variance_initializer={"class_name": "Ones", "config": {}}, beta_regularizer=None, gamma_regularizer=None,
            beta_constraint=None, gamma_constraint=None)
dense = dict(units=CLASSES, activation="softmax", use_bias=True, kernel_initializer={"class_name": "GlorotUniform", "config": {"seed": None}},
             bias_initializer={"class_name": "Zeros", "config": {}}, kernel_regularizer=None, bias_regularizer=None,
             activity_regularizer=None, kernel_constraint=None, bias_constraint=None)
model = {"class_name": "Sequential", "config": {"name": "small", "layers": [
    layer("Conv2D", "conv", batch_input_shape=[None, SIDE, SIDE, 1], **conv),
    layer("BatchNormalization", "norm", **norm),
    layer("Activation", "relu", activation="relu"),
    layer("MaxPooling2D", "pool", pool_size=[2, 2], padding="valid", strides=[2, 2], data_format="channels_last"),
    layer("Flatten", "flatten", data_format="channels_last"),
    layer("Dense", "answer", **dense)]}}

with h5py.File("keras.h5", "w", track_order=False) as file:
    file.attrs["keras_version"] = "2.9.0"
    file.attrs["backend"] = "tensorflow"
    file.attrs["model_config"] = json.dumps(model)
    file.attrs["training_config"] = json.dumps({"loss": "categorical_crossentropy", "metrics": [], "optimizer_config": {
        "class_name": "SGD", "config": {"name": "SGD", "learning_rate": .01, "decay": 0.0, "momentum": 0.0, "nesterov": False}}})
    group = file.create_group("model_weights")
    group.attrs["layer_names"] = [name.encode() for name in arrays]
    group.attrs["backend"] = b"tensorflow"
    group.attrs["keras_version"] = b"2.9.0"
    for name, of in arrays.items():
        own = group.create_group(name)
        own.attrs["weight_names"] = [f"{name}/{key}".encode() for key in of]
        for key, array in of.items():
            own.create_dataset(f"{name}/{key}", data=array)


def answer(picture):
    wide = SIDE - SIZE + 1
    maps = np.empty((wide, wide, KERNELS))
    for y in range(wide):
        for x in range(wide):
            maps[y, x] = np.tensordot(picture[y:y + SIZE, x:x + SIZE, None], arrays["conv"]["kernel:0"], 3) + arrays["conv"]["bias:0"]
    of = arrays["norm"]
    maps = (maps - of["moving_mean:0"]) / np.sqrt(of["moving_variance:0"] + 1e-3) * of["gamma:0"] + of["beta:0"]
    maps = np.maximum(maps, 0).reshape(half, 2, half, 2, KERNELS).max(axis=(1, 3))
    sums = maps.reshape(-1) @ arrays["answer"]["kernel:0"] + arrays["answer"]["bias:0"]
    powers = np.exp(sums - sums.max())
    return powers / powers.sum()


with open("keras.csv", "w", encoding="ascii") as file:
    for _ in range(2):
        picture = rng.uniform(0, 1, (SIDE, SIDE)).round(4)
        file.write(",".join(f"{number:.9g}" for number in [*picture.reshape(-1), *answer(picture)]) + "\n")
