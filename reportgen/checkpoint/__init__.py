"""A checkpoint reconciled with what its config says: names, shapes, types and totals."""
