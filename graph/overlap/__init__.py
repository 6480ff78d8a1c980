"""Which units carry overlapping duties: measures, findings, comparison of plans, review of drafts."""
