"""One module per chart: ``figure(...)`` takes small frames and a translator and returns a plotly figure."""
