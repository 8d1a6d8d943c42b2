"""The small web application beside the static site: it answers what files alone cannot."""
