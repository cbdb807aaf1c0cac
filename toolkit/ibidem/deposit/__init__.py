"""From a built edition to what repositories, harvesters and text services take in."""
