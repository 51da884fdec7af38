"""Functions that draw: `draw_*(ax, frame) -> ax`; no reading, no filtering; one module a chapter."""
