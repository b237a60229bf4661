"""The curriculum over the API: public, in the reader's language. No endpoint here shows a question."""
