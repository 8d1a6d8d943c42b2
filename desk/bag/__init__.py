"""The permanent record: a BagIt bag that can be read and checked without this program."""
