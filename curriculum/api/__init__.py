"""The curriculum over the API: public, in the reader's language. Questions are shown to teachers alone."""
