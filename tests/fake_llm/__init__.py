"""A stand-in for the network to a language model: an OpenAI-compatible server on loopback that can also misbehave."""
