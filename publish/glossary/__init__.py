"""The publication's terms: what each is called in each language, found in sentences and looked for in translations."""
