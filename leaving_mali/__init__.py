"""Leaving Mali: the dataset on the end of MINUSMA, and what turns it into the book."""

from leaving_mali import sources
from leaving_mali.tables import describe, load, where

__all__ = ["describe", "load", "sources", "where"]
