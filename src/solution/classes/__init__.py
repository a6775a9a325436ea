"""A class of students on the emulator: some submissions made, many copies, and their roster."""
