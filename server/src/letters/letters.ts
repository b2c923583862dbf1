// Letters about cases: the department's own words in each language, and the letter as it was sent, as a PDF.
export {};
