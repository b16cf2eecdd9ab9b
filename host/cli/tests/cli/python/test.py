OWN = 3
