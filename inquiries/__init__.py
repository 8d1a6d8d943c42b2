"""What citizens send: the form's schema, sealing, events, clocks, the store. No HTTP, no terminal, no Pelican."""
