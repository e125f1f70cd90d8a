"""What stands between a draft and a finished locale: checks, and later review and sign-off."""
