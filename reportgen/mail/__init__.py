"""Mail: a report as a message, and the sending of it."""
