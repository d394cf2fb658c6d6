"""Dates: finding the temporal expressions of an article and saying which days they mean."""

from pipeline.dates.finder import find_dates

__all__ = ["find_dates"]
