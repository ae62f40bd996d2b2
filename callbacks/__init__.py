"""What happens: a click, an HTTP call, a webhook, a command. Read input, call data, draw."""
