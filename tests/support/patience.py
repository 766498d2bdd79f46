"""How long a test waits for what is certain to come: only a fault lets so much time go by."""

PATIENCE_SECONDS = 300.0
"""More than a busy machine ever needs. No test asserts that something takes less."""
