"""Work shared out: threads, processes, and how a long run is asked to stop. Knows no bags.

sharing: by threads or by processes, in the order of the work.  threads, processes: how.
stopping: asking for the end.
"""
