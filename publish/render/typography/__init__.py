"""Language typography: the spaces, line ends and spacing of a text as its language wants them; never its words."""
