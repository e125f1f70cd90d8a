"""From an article to its pages: fonts, the language's own forms, HTML, PDF."""
