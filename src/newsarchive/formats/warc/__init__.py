"""Web archives: WARC 1.0 and 1.1, and WACZ, which packs them."""
