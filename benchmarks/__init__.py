"""Ours measured side by side with others, in the same run: publishing (speed), search, and the endpoint."""
