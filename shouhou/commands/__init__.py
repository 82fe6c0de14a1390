"""What `shouhou …` can do, one module for each group of commands. Heavy modules are imported where they are used."""
