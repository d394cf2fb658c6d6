"""Amounts: every sum of money and every quantity of an article, with its range."""

from pipeline.amounts.finder import find_amounts

__all__ = ["find_amounts"]
