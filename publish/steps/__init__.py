"""What a command does, from files to files: each step alone, and all of them as `publish run`."""
