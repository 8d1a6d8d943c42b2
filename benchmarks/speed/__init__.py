"""How fast a site of many items is built and published, beside stock Pelican, Hugo and Eleventy."""
