"""Ground truth: reports of invented places as plain values, written out in every format by real tools, and read back."""
