"""The ONNX models pass ONNX's checker, and ONNX Runtime computes from them what we compute."""

import gzip
import unittest
from pathlib import Path

import numpy as np
import onnx
import onnxruntime

from files import FOLDER, arrays, assert_equal_to_ours, printed_accuracy

# Each model, and the .npz file with its inputs and our outputs.
MODELS = {
    "softmax_regression": "softmax_regression",
    "xor": "xor",
    "fashion": "fashion",
    "cnn": "cnn",
    "cnn_with_layer": "cnn",
    "expert": "expert",
    "ops_on_images": "ops_on_images",
    "ops_on_rows": "ops_on_rows",
}
NETWORKS = ["softmax_regression", "xor", "fashion", "cnn", "expert"]


def load(model):
    return onnx.load(FOLDER / f"{model}.onnx")


def session(model):
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    path = FOLDER / f"{model}.onnx"
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def run(model, inputs):
    """The outputs of a model by name; inputs that it does not have are left out."""
    runtime = session(model)
    wanted = {value.name for value in runtime.get_inputs()}
    outputs = runtime.run(None, {name: value for name, value in inputs.items() if name in wanted})
    return dict(zip([value.name for value in runtime.get_outputs()], outputs))


def mnist(name, header):
    """The bytes of one of MNIST's files, behind its header."""
    path = Path(__file__).parent.parent / "data" / "mnist" / name
    return np.frombuffer(gzip.decompress(path.read_bytes()), dtype=np.uint8, offset=header)


class Onnx(unittest.TestCase):
    def test_every_model_passes_the_checker(self):
        for model in MODELS:
            with self.subTest(model):
                onnx.checker.check_model(load(model), full_check=True)

    def test_shapes_can_be_inferred_and_are_those_that_the_model_names(self):
        for model in MODELS:
            with self.subTest(model):
                before = load(model)
                named = {value.name: value.type for value in load(model).graph.output}
                for value in before.graph.output:
                    value.type.tensor_type.ClearField("shape")
                inferred = onnx.shape_inference.infer_shapes(before, strict_mode=True, data_prop=True)
                for value in inferred.graph.output:
                    found = [dim.dim_value for dim in value.type.tensor_type.shape.dim]
                    shape = [dim.dim_value for dim in named[value.name].tensor_type.shape.dim]
                    self.assertEqual(found, shape, value.name)

    def test_onnx_runtime_gives_our_outputs(self):
        compared = 0
        for model, data in MODELS.items():
            ours = arrays(data, "output")
            for name, found in run(model, arrays(data, "input")).items():
                with self.subTest(model, output=name):
                    # An input that is an output, too, cannot have its own name.
                    expected = ours[name.removesuffix("/output")]
                    assert_equal_to_ours(found, expected, f"{model}: {name}")
                    compared += 1
        self.assertGreater(compared, 50)

    def test_the_batch_is_open(self):
        for model in NETWORKS:
            inputs, ours = arrays(model, "input"), arrays(model, "output")
            rows = len(next(iter(inputs.values())))
            for batch in [slice(0, 1), slice(1, rows), slice(0, 0)]:
                with self.subTest(model, batch=batch):
                    part = {name: value[batch] for name, value in inputs.items()}
                    for name, found in run(model, part).items():
                        assert_equal_to_ours(found, ours[name][batch], f"{model}: {name}")

    def test_the_models_that_the_lessons_write(self):
        for lesson in ["lesson03", "lesson04", "lesson05"]:
            onnx.checker.check_model(load(lesson), full_check=True)

    def test_the_exported_network_is_as_accurate_as_the_printed_one(self):
        images, labels = mnist("t10k-images-idx3-ubyte.gz", 16), mnist("t10k-labels-idx1-ubyte.gz", 8)
        images = images.reshape(-1, 784).astype(np.float32) / 255
        classes = [run("lesson05", {"x": images[start : start + 500]})["y_pred_cls"] for start in range(0, 10_000, 500)]
        correct = int((np.concatenate(classes) == labels).sum())
        self.assertEqual(printed_accuracy(), (correct, 10_000))

    def test_dropout_and_its_placeholder_are_gone(self):
        model = load("expert")
        self.assertEqual([value.name for value in model.graph.input], ["x"])
        operators = {node.op_type for node in model.graph.node}
        self.assertEqual(operators & {"Dropout", "Mul"}, set())

    def test_a_network_of_convolutions_is_turned_twice(self):
        for model in ["cnn", "expert"]:
            turned = [node for node in load(model).graph.node if node.op_type == "Transpose"]
            self.assertEqual(len(turned), 2, model)

    def test_stored_values_are_those_of_the_variables(self):
        from safetensors.numpy import load_file

        for model in NETWORKS:
            variables = load_file(FOLDER / f"{model}.safetensors")
            stored = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in load(model).graph.initializer}
            trained = [name for name in variables if "Adam" not in name and "GradientDescent" not in name]
            for name in trained:
                with self.subTest(model, variable=name):
                    value = variables[name]
                    if value.ndim == 4:  # [height, width, in, out] -> [out, in, height, width]
                        value = value.transpose(3, 2, 0, 1)
                    np.testing.assert_array_equal(stored[name].ravel(), value.ravel())


if __name__ == "__main__":
    unittest.main()
