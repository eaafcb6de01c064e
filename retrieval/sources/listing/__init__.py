"""What a page of links, a feed or a sitemap lists: articles and the next page, with no code per site. Pure."""

from retrieval.sources.listing.reading import Listing, Shape, read

__all__ = ["Listing", "Shape", "read"]
