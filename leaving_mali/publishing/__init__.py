"""From notebook to page: what chapters call to publish facts and figures."""

from leaving_mali.publishing.notebook import publish, state

__all__ = ["publish", "state"]
