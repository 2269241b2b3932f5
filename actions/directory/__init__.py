"""The directory: local help, found by place and need, kept right by the coordinations."""
