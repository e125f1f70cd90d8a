"""What is done to a PDF after WeasyPrint: each pass is a function that changes an open `pikepdf.Pdf` in place."""
