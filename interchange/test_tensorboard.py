"""TensorBoard reads what `--log-dir` wrote: curves, pictures of the filters, the graph. Both of its readers do: the one in
Python, and the server that the program `tensorboard` starts, which also checks every checksum."""

import io
import unittest

import PIL.Image
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.data import server_ingester
from tensorboard.util import grpc_util

from files import FOLDER, printed_accuracy

LOGS = FOLDER / "logs"
CURVES = {"training/loss", "training/accuracy", "validation/loss", "validation/accuracy", "test/accuracy"}
EPOCHS = {"epoch_loss", "epoch_accuracy"}
EVERYTHING = {"images": 0, "scalars": 0, "tensors": 0}


def load(run):
    return EventAccumulator(str(LOGS / run), size_guidance=EVERYTHING).Reload()


class Accumulator(unittest.TestCase):
    """The reader in Python."""

    def test_curves_of_the_convolutional_network(self):
        events = load("cnn")
        self.assertEqual(set(events.Tags()["scalars"]), CURVES)
        points = events.Scalars("training/loss")
        self.assertEqual([point.step for point in points], [1, 100, 200])
        self.assertLess(points[-1].value, points[0].value)
        self.assertAlmostEqual(points[0].value, 2.3, delta=0.2)  # ln 10: nothing learned yet
        accuracy = events.Scalars("test/accuracy")[-1]
        self.assertEqual(accuracy.step, 200)
        self.assertGreater(accuracy.value, 0.5)
        self.assertGreater(accuracy.wall_time, 1.7e9)

    def test_the_printed_accuracy_is_the_curves_last_point(self):
        correct, count = printed_accuracy()
        accuracy = load("cnn").Scalars("test/accuracy")[-1].value
        self.assertAlmostEqual(accuracy, correct / count, places=6)

    def test_filters_as_pictures(self):
        events = load("cnn")
        self.assertEqual(set(events.Tags()["images"]), {"layer_conv1/kernel", "layer_conv2/kernel"})
        images = events.Images("layer_conv1/kernel")
        self.assertEqual([image.step for image in images], [1, 100, 200])
        picture = PIL.Image.open(io.BytesIO(images[-1].encoded_image_string))
        self.assertEqual(picture.size, (images[-1].width, images[-1].height))
        self.assertEqual(picture.mode, "RGB")
        self.assertGreater(len(set(picture.get_flattened_data())), 50)
        self.assertNotEqual(images[0].encoded_image_string, images[-1].encoded_image_string)

    def test_the_graph(self):
        graph = load("cnn").Graph()
        nodes = {node.name: node for node in graph.node}
        self.assertEqual(nodes["x"].op, "Placeholder")
        shape = nodes["layer_conv1/kernel"].attr["_output_shapes"].list.shape[0]
        self.assertEqual([dim.size for dim in shape.dim], [5, 5, 1, 16])
        self.assertIn("softmax_cross_entropy", {node.op for node in graph.node})
        # Every edge leads to a node that is there.
        self.assertEqual({name for node in graph.node for name in node.input} - set(nodes), set())

    def test_epochs_of_the_keras_like_model(self):
        for run in ["train", "validation"]:
            events = load(f"fashion/{run}")
            self.assertEqual(set(events.Tags()["scalars"]), EPOCHS)
            self.assertEqual([point.step for point in events.Scalars("epoch_loss")], [1, 2])
        self.assertIn("Placeholder", {node.op for node in load("fashion/train").Graph().node})

    def test_softmax_regression(self):
        self.assertTrue(load("softmax").Tags()["scalars"])


class Server(unittest.TestCase):
    """The server that the program `tensorboard` starts."""

    @classmethod
    def setUpClass(cls):
        ingester = server_ingester.SubprocessServerDataIngester(
            server_binary=server_ingester.get_server_binary(),
            logdir=str(LOGS),
            reload_interval=0,
            channel_creds_type=grpc_util.ChannelCredsType.LOCAL,
        )
        ingester.start()
        cls.ingester = ingester  # the server ends with it
        cls.provider = ingester.data_provider

    def tags(self, plugin, lister):
        from tensorboard.context import RequestContext

        found = lister(RequestContext(), experiment_id="", plugin_name=plugin)
        return {run: set(tags) for run, tags in found.items()}

    def test_scalars_images_and_graphs(self):
        scalars = self.tags("scalars", self.provider.list_scalars)
        self.assertEqual(scalars["cnn"], CURVES)
        self.assertEqual(scalars["fashion/train"], EPOCHS)
        self.assertEqual(scalars["fashion/validation"], EPOCHS)
        images = self.tags("images", self.provider.list_blob_sequences)
        self.assertEqual(images["cnn"], {"layer_conv1/kernel", "layer_conv2/kernel"})
        graphs = self.tags("graphs", self.provider.list_blob_sequences)
        self.assertTrue({"cnn", "fashion/train", "softmax"} <= set(graphs))


if __name__ == "__main__":
    unittest.main()
