"""The rules, one a file. The file's docstring is the rule's page."""
