"""Pages in a real browser and before the W3C's checker; `test_tools` proves that both find what is wrong."""
