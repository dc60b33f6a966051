"""Any file as plain cells: the rim, where what strangers wrote is opened."""
