"""The site as a reader's browser finds it, measured: `python -m audit` (make audit). No part of the site."""
