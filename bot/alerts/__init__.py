"""Alerts: a document event → who follows it (match) → rows to send (outbox) → messages (delivery), each step durable."""
