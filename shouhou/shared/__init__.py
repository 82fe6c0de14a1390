"""What several faces need and none owns: uploads, signed words and addresses, the doorbell."""
