"""Moving in: pages of an older site become content files, to be read through and signed like any other."""
