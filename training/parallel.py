"""Training in several single-threaded processes that average gradients once a step.

On a machine shared with other work this is much faster than one process with several threads, which waits at every operation
for the thread that has just lost its core. Start with `torchrun --nproc_per_node 2 …`; without it there is one process.
"""

import os

import torch
import torch.distributed as dist

WORLD, RANK = int(os.environ.get("WORLD_SIZE", 1)), int(os.environ.get("RANK", 0))
FIRST = RANK == 0


def start():
    if WORLD > 1:
        torch.set_num_threads(1)
        dist.init_process_group("gloo")


def average(parameters, tables=(), value=0.0):
    """Averages the gradients over all processes (those of `tables` are sparse); returns the first process's `value` to all."""
    if WORLD == 1:
        return value
    gradients = [p.grad for p in parameters]
    flat = torch.cat([g.reshape(-1) for g in gradients] + [torch.tensor([value * WORLD if FIRST else 0.0])])
    dist.all_reduce(flat)
    flat /= WORLD
    offset = 0
    for gradient in gradients:
        gradient.copy_(flat[offset : offset + gradient.numel()].view_as(gradient))
        offset += gradient.numel()
    for table in tables:
        table.grad = rows_of_all(table.grad.coalesce())
    return float(flat[-1])


def rows_of_all(gradient):
    """The mean of a sparse gradient over all processes (padded to the longest)."""
    count = torch.tensor([gradient.indices().size(1)])
    counts = [torch.zeros_like(count) for _ in range(WORLD)]
    dist.all_gather(counts, count)
    longest = int(max(counts))
    indices, values = torch.zeros(longest, dtype=torch.long), torch.zeros(longest, gradient.size(1))
    indices[: int(count)], values[: int(count)] = gradient.indices()[0], gradient.values() / WORLD
    all_indices, all_values = [torch.zeros_like(indices) for _ in range(WORLD)], [torch.zeros_like(values) for _ in range(WORLD)]
    dist.all_gather(all_indices, indices)
    dist.all_gather(all_values, values)
    return torch.sparse_coo_tensor(torch.cat(all_indices).unsqueeze(0), torch.cat(all_values), gradient.shape).coalesce()


def same_start(parameters):
    """All processes begin with the weights of the first."""
    if WORLD > 1:
        for p in parameters:
            dist.broadcast(p.data, 0)
