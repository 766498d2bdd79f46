"""Work shared out: threads, processes, and how a long run is asked to stop. Knows no bags."""
