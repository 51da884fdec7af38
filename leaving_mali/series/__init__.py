"""Pure transforms from tables to what a figure draws: frames in, frames out; no reading, no drawing."""
