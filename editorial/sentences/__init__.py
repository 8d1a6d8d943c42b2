"""The Vietnamese sentence of every problem code, one file a concern; see editorial.messages."""
