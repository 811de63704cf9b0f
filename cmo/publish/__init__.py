"""What teams publish: tables, guides, checklists, the explorer."""
