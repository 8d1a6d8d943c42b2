"""What staff do with inquiries: one concern a file, nothing printed; the terminal and the web page both call it."""
