"""PyTorch. A configuration is words joined by '+': eager or compile, then fused (optimizer), cl (channels last), optc
(the optimizer's step compiled too), t1 (one thread)."""
import torch
import torch.nn as nn
import torch.nn.functional as F

from common import CNN, DENSE, THREADS, WORKLOADS, batch_size, load

VERSION = torch.__version__
torch.set_num_threads(THREADS)


def cnn(first, second, neurons, dropout, deviation):
    net = nn.Sequential(
        nn.Conv2d(1, first, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(first, second, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(49 * second, neurons), nn.ReLU(), nn.Dropout(dropout), nn.Linear(neurons, 10))
    for p in net.parameters():
        if p.dim() > 1:
            nn.init.trunc_normal_(p, std=deviation, a=-2 * deviation, b=2 * deviation)
        else:
            nn.init.constant_(p, deviation)
    return net


def network(workload):
    if workload in CNN:
        return cnn(*CNN[workload])
    sizes = DENSE[workload]
    activation = nn.Sigmoid if workload == "W2" else nn.ReLU
    layers = [layer for a, b in zip(sizes, sizes[1:]) for layer in (nn.Linear(a, b), activation())]
    net = nn.Sequential(*(layers if workload == "W2" else layers[:-1]))
    if workload == "W1":
        nn.init.zeros_(net[0].weight), nn.init.zeros_(net[0].bias)
    return net


def loss_of(workload, net):
    def loss(x, y):
        out = net(x)
        if workload == "W2":
            return F.mse_loss(out, y)
        return F.cross_entropy(out, y, reduction="sum" if workload == "W1" else "mean")
    return loss


class Bench:
    def __init__(self, workload, configuration):
        torch.manual_seed(0)
        words = configuration.split("+")
        self.inference_batch = 64 if "b64" in words else 256
        if "t1" in words:
            torch.set_num_threads(1)
        self.images, self.channels_last = workload in CNN, "cl" in words
        x, y = load(workload)
        self.x, self.y = torch.from_numpy(x), torch.from_numpy(y)
        if workload != "W2":
            self.y = self.y.long()
        self.batch = batch_size(workload)
        self.net = network(workload)
        if self.channels_last:
            self.net.to(memory_format=torch.channels_last)
        make = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[WORKLOADS[workload][2]]
        self.optimizer = make(self.net.parameters(), lr=WORKLOADS[workload][3], fused="fused" in words or None)
        self.loss, self.forward, self.update = loss_of(workload, self.net), self.net, self.optimizer.step
        if words[0] == "compile":
            self.loss = torch.compile(self.loss, dynamic=False)
            self.forward = torch.compile(self.net, dynamic=False)
        if "optc" in words:
            self.update = torch.compile(self.optimizer.step)

    def scale(self, x):
        if not self.images:
            return x
        x = x.permute(0, 3, 1, 2) if self.channels_last else x.view(-1, 1, 28, 28)
        return x.float().mul_(1 / 255)

    def step(self):
        i = torch.randint(len(self.x), (self.batch,))
        loss = self.loss(self.scale(self.x[i]), self.y[i])
        self.optimizer.zero_grad()
        loss.backward()
        self.update()
        return loss

    def steps(self, count):
        for _ in range(count):
            loss = self.step()
        return loss.item()

    def predict(self, images):
        """The class of each image, batch by batch."""
        self.net.eval()
        with torch.inference_mode():
            batches = torch.from_numpy(images).split(self.inference_batch)
            out = [self.forward(self.scale(batch)).argmax(1) for batch in batches]
        self.net.train()
        return torch.cat(out).numpy()
