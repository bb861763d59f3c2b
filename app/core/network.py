"""Which nodes stand between others in the reported legs. A reported network is not the network: what nobody reports has
no edge, and a country that controls much has many."""

from __future__ import annotations

import pandas as pd

#: From so many nodes on, betweenness is estimated from a sample of them (Brandes and Pich 2007), with a fixed seed.
SAMPLED_FROM = 600


def betweenness(legs: pd.DataFrame) -> pd.DataFrame:
    """A row for each node of (origin, target, events): ``betweenness`` (share of shortest directed paths of other nodes
    that pass through it, Freeman 1977, networkx), ``sources`` and ``targets`` (different nodes before and after it),
    ``events_in`` and ``events_out``; the most between first."""
    # Libraries of single pages and files are read when they are first used: a server starts a second sooner (measured).
    import networkx as nx

    edges = legs[legs["origin"] != legs["target"]].groupby(["origin", "target"], as_index=False)["events"].sum()
    graph = nx.from_pandas_edgelist(edges, "origin", "target", edge_attr="events", create_using=nx.DiGraph)
    sample = SAMPLED_FROM if len(graph) > SAMPLED_FROM else None
    share = nx.betweenness_centrality(graph, k=sample, seed=1)
    rows = [
        (node, share[node], graph.in_degree(node), graph.out_degree(node),
         int(graph.in_degree(node, weight="events")), int(graph.out_degree(node, weight="events")))
        for node in graph
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["node", "betweenness", "sources", "targets", "events_in", "events_out"])
    order = ["betweenness", "events_in", "events_out", "node"]
    return table.sort_values(order, ascending=[False, False, False, True], ignore_index=True)
