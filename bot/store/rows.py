"""The type of a row whose columns a statement decides."""

from typing import Any

from sqlalchemy import Row

AnyRow = Row[*tuple[Any, ...]]
